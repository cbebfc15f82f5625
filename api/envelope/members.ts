import { isRecord } from '../../schema/guards';
import type { FieldProblem } from '../../services/errors';
import { invalid } from '../../services/validation';
import { pointerPart, wrong } from './refusal';

/** The members of an object of the body, taken by name; what nobody knows is refused. */
export class Members {
  private readonly members: ReadonlyMap<string, unknown>;

  /** @throws ServiceError validation for what is no object, or has other members */
  constructor(
    value: unknown,
    readonly pointer: string,
    names: readonly string[],
  ) {
    if (value === undefined) throw wrong(pointer, 'is required');
    this.members = new Map(Object.entries(objectAt(value, pointer)));
    const problems = [...this.members.keys()]
      .filter((name) => !names.includes(name))
      .map((name): FieldProblem => {
        const detail = `is not taken here; there is ${names.join(', ')}`;
        return { pointer: `${pointer}/${pointerPart(name)}`, detail };
      });
    if (problems.length > 0) throw invalid('validation', problems);
  }

  has(name: string): boolean {
    return this.members.has(name);
  }

  get(name: string): unknown {
    return this.members.get(name);
  }

  /** A member that must be an object. @throws ServiceError validation */
  object(name: string): Record<string, unknown> {
    const value = this.members.get(name);
    if (value === undefined) throw wrong(`${this.pointer}/${name}`, 'is required');
    return objectAt(value, `${this.pointer}/${name}`);
  }

  /** A member with a text, which may be left out. @throws ServiceError validation */
  text(name: string): string | undefined {
    const value = this.members.get(name);
    if (value === undefined || typeof value === 'string') return value;
    throw wrong(`${this.pointer}/${name}`, 'must be a text');
  }

  /** A member that is one of some texts; the first text when it is left out. @throws ServiceError validation */
  choice<Choice extends string>(name: string, choices: readonly [Choice, ...Choice[]]): Choice {
    const value = this.members.get(name) ?? choices[0];
    const choice = choices.find((candidate) => candidate === value);
    if (choice === undefined) throw wrong(`${this.pointer}/${name}`, `must be one of ${choices.join(', ')}`);
    return choice;
  }

  /** Checks a member that is a flag and may be left out. @throws ServiceError validation */
  checkFlag(name: string): void {
    const value = this.members.get(name);
    if (value !== undefined && typeof value !== 'boolean') {
      throw wrong(`${this.pointer}/${name}`, 'must be true or false');
    }
  }

  /** A member with an object that may be left out, and whose names have a form. @throws ServiceError validation */
  map(name: string, form: RegExp, detail: string): ReadonlyMap<string, unknown> {
    if (!this.members.has(name)) return new Map();
    const entries = Object.entries(this.object(name));
    const problems = entries
      .filter(([placeholder]) => !form.test(placeholder))
      .map(([placeholder]) => ({ pointer: `${this.pointer}/${name}/${pointerPart(placeholder)}`, detail }));
    if (problems.length > 0) throw invalid('validation', problems);
    return new Map(entries);
  }
}

function objectAt(value: unknown, pointer: string): Record<string, unknown> {
  if (!isRecord(value)) throw wrong(pointer, 'must be an object');
  return value;
}
