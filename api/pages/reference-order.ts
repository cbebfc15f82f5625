// Browser source: what makes the operations of the API reference succeed when they are pressed from top to bottom.
import { recordOf, textOf } from '../../schema/guards';

/** One operation as Swagger UI hands it to what sorts them. */
interface ListedOperation {
  get(member: 'path' | 'method'): string;
}

/** The order within the operations of a domain: what makes an item first, what takes one away last. */
export function byLife(one: ListedOperation, other: ListedOperation): number {
  return placeOf(one) - placeOf(other);
}

function placeOf(operation: ListedOperation): number {
  const parts = operation.get('path').split('/').length - 1;
  // What is inside an item goes before the item.
  if (operation.get('method') === 'delete') return 1 + 1 / parts;
  return operation.get('method') === 'post' && parts === 1 ? -1 : 0;
}

/** The parts of Swagger UI that the plugin reaches into. */
interface SwaggerSystem {
  readonly specActions: {
    changeParam(place: readonly [string, string], name: string, kind: 'path', value: string, isXml: boolean): void;
  };
}

interface SwaggerAnswer {
  readonly status?: number;
  readonly body?: unknown;
}

type SetResponse = (path: string, method: string, answer: SwaggerAnswer) => unknown;

/** A plugin of Swagger UI. */
export type SwaggerPlugin = () => object;

/**
 * Follows the links of an answer (OpenAPI 3.1.0, section 4.8.20): the forms of the operations that go on with what was
 * just made are filled in with its key, so that nobody tries them on what somebody else has made.
 */
export function followLinks(document: Readonly<Record<string, unknown>>): SwaggerPlugin {
  const paths = Object.entries(recordOf(document.paths));
  const places = new Map(
    paths.flatMap(([path, methods]) =>
      Object.entries(recordOf(methods)).map(([method, operation]) => [
        recordOf(operation).operationId,
        [path, method] as const,
      ]),
    ),
  );
  const links = recordOf(recordOf(document.components).links);
  const setResponse =
    (next: SetResponse, { specActions }: SwaggerSystem): SetResponse =>
    (path, method, answer) => {
      const responses = recordOf(recordOf(recordOf(recordOf(document.paths)[path])[method]).responses);
      const beside = recordOf(recordOf(responses[String(answer.status)]).links);
      for (const reference of Object.values(beside)) {
        const name = textOf(recordOf(reference).$ref)?.split('/').at(-1) ?? '';
        const { operationId, parameters } = recordOf(links[name]);
        const place = places.get(operationId);
        for (const [parameter, expression] of Object.entries(recordOf(parameters))) {
          const member = textOf(expression)?.split('#/').at(-1) ?? '';
          const value = textOf(recordOf(answer.body)[member]);
          if (place && value !== undefined) specActions.changeParam(place, parameter, 'path', value, false);
        }
      }
      return next(path, method, answer);
    };
  return () => ({ statePlugins: { spec: { wrapActions: { setResponse } } } });
}
