import type { CallToolResult } from '@modelcontextprotocol/server';
import { withDeprecation } from '../../schema/deprecation';
import { refused } from '../../services/access';
import { admitArguments, argumentsOf, inTermsOf } from '../../services/arguments';
import type { Argument, Arguments } from '../../services/arguments';
import { pageOf } from '../../services/context';
import type { Context } from '../../services/context';
import { problemOf, ServiceError } from '../../services/errors';
import { isOpenTo } from '../../services/operation';
import type { Operation } from '../../services/operation';
import { plainCount, plainResult } from '../../services/results';
import { masked } from '../http/problem';
import { argumentsSchema, resultSchema } from './schemas';
import type { ObjectSchema } from './schemas';

/**
 * An operation as an agent is told of it.
 * https://modelcontextprotocol.io/specification/2026-07-28/server/tools
 */
export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: ObjectSchema;
  readonly outputSchema?: ObjectSchema;
  readonly annotations: {
    readonly readOnlyHint: boolean;
    readonly destructiveHint?: boolean;
    readonly idempotentHint?: boolean;
    readonly openWorldHint: boolean;
  };
}

/** Takes what went wrong and is no fault of the caller's. */
export type NoteDefect = (cause: unknown) => void;

/**
 * The arguments of a tool: without those that no agent needs, because it pays for each. It reads no list backward, and what
 * may be repeated as it is takes an Idempotency-Key as a header only.
 */
const argumentsFor = (operation: Operation): readonly Argument[] =>
  argumentsOf(operation).filter(
    ({ backward, holds }) => !backward && !(holds === 'idempotencyKey' && operation.repeatable),
  );

/** The tool of an operation. Who may call it is not in it: who may not is not told of it. */
export function toolOf(operation: Operation): Tool {
  const { name, doc, kind, repeatable, problems, body, gives, deprecated } = operation;
  const outputSchema = resultSchema(gives);
  const isReading = kind === 'query';
  return {
    name,
    description: withDeprecation(doc, deprecated) ?? doc,
    inputSchema: argumentsSchema(argumentsFor(operation)),
    ...(outputSchema && { outputSchema }),
    annotations: {
      readOnlyHint: isReading,
      ...(!isReading && {
        // An operation that refuses a taken key, alone or in a batch, only adds. Any other may destroy something.
        destructiveHint: body?.of === 'writes' || (!problems.includes('conflict') && body?.of !== 'items'),
        idempotentHint: repeatable,
      }),
      openWorldHint: false,
    },
  };
}

/** Runs an operation for an agent. A problem is a result like any other, so that the agent can mend its call. */
export async function callTool(
  operation: Operation,
  values: Arguments,
  context: Context,
  note: NoteDefect,
): Promise<CallToolResult> {
  try {
    if (!isOpenTo(operation, context)) throw refused(context);
    const input = admitArguments(operation, values, argumentsFor(operation));
    const { idempotencyKey } = values;
    const result = await operation.run(
      input,
      typeof idempotencyKey === 'string' ? { ...context, idempotencyKey } : context,
    );
    const { as, value } = plainResult(operation.gives, result);
    // A page of nothing is asked for to know how long its list is.
    if (as === 'page' && values.first === 0) return resultOf({ ...value, ...(await plainCount(pageOf(result))) });
    return value === undefined ? { content: [textOf('Done.')] } : resultOf(value);
  } catch (thrown) {
    const translated = inTermsOf(thrown, values, argumentsFor(operation));
    if (!(translated instanceof ServiceError)) note(thrown);
    const error = translated instanceof ServiceError ? translated : masked();
    if (context.meter) context.meter.code = error.code;
    return { ...resultOf(problemOf(error)), isError: true };
  }
}

/** An object as data, and as text for clients that do not read data. */
function resultOf(value: object): CallToolResult {
  return { content: [textOf(JSON.stringify(value))], structuredContent: Object.fromEntries(Object.entries(value)) };
}

const textOf = (text: string): CallToolResult['content'][number] => ({ type: 'text', text });
