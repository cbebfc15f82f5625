import { resourcesOf } from './synthesised';
import type { Template } from './synthesised';

/** A function of a template, as far as what runs it needs. */
export interface TemplateFunction {
  readonly variables: Readonly<Record<string, string>>;
  readonly megabytes: number;
  readonly seconds: number;
}

/**
 * What a template says of the function with a handler.
 * @param known the values of the variables that are known only once the stack is there
 * @throws Error for a variable that is in neither
 */
export function functionOf(
  template: Template,
  handler: string,
  known: Readonly<Record<string, string>>,
): TemplateFunction {
  const found = resourcesOf(template, 'AWS::Lambda::Function').find(
    ([, { Properties }]) => Properties.Handler === handler,
  );
  if (!found) throw new Error(`The template has no function with the handler ${handler}.`);
  const { Environment, MemorySize, Timeout } = found[1].Properties;
  const variables = Object.entries<unknown>(Environment.Variables).map(([name, value]): [string, string] => {
    const text = known[name] ?? value;
    if (typeof text !== 'string') throw new Error(`Nobody knows what ${name} will be: ${JSON.stringify(value)}`);
    return [name, text];
  });
  return { variables: Object.fromEntries(variables), megabytes: MemorySize, seconds: Timeout };
}
