import * as mistakes from './mistakes';
import { naive } from './naive';
import { tandem } from './subject';
import type { Subject } from './subject';

const subjects: readonly Subject[] = [tandem, naive, ...Object.values(mistakes)];

/** The subject of a name, for a program that was told it in its arguments. @throws Error when there is none */
export function subjectNamed(name: string): Subject {
  const found = subjects.find((subject) => subject.name === name);
  if (found) return found;
  throw new Error(`There are the subjects ${subjects.map((subject) => subject.name).join(', ')}.`);
}
