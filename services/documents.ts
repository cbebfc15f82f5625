import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeclarationError } from '../schema/facts';

/** A GraphQL document of an application: one operation, whose name is that of its file. */
export interface NamedDocument {
  readonly name: string;
  readonly kind: 'query' | 'mutation';
  /** As it stands in the file. */
  readonly text: string;
}

/** The folder of an application that holds its documents, and of a built asset that holds copies of them. */
export const documentsFolder = 'operations';

const endsAs = '.graphql';

/**
 * The documents of a folder, by the order of their names; none where there is no such folder. Whether they fit the
 * schema, `npm run generate` and the first request of GraphQL say.
 * @throws DeclarationError of a file that holds anything but one operation with its name
 */
export function documentsIn(folder: string): readonly NamedDocument[] {
  return fileNames(folder).map((file): NamedDocument => {
    const name = file.slice(0, -endsAs.length);
    const text = readFileSync(join(folder, file), 'utf8').trim();
    const [operation, ...others] = text.matchAll(/^(query|mutation|subscription|\{)[ \t]*(\w*)/gm);
    const [, kind, found] = operation ?? [];
    if (name in Object.prototype) {
      throw new DeclarationError(`${documentsFolder}/${file} has a name that every object has: choose another.`);
    }
    if ((kind === 'query' || kind === 'mutation') && found === name && others.length === 0) return { name, kind, text };
    throw new DeclarationError(oneOperation(name));
  });
}

/** What a file has to hold. */
export const oneOperation = (name: string): string =>
  `${documentsFolder}/${name}${endsAs} must hold one operation with the name of the file, at the beginning of a line: query ${name} { … }.`;

function fileNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(endsAs))
      .toSorted();
  } catch {
    return [];
  }
}
