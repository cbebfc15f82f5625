import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

const program = process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide';

/**
 * The path of the dynoxide program: DYNOXIDE_BIN, else the npm package of this platform, else PATH.
 * @throws Error with what to do when there is none
 */
export function findBinary(): string {
  const namedBinary = process.env.DYNOXIDE_BIN;
  if (namedBinary) {
    if (isExecutable(namedBinary)) return namedBinary;
    throw new Error(
      `DYNOXIDE_BIN names ${namedBinary}, which is not a program that can be run: correct it or unset it.`,
    );
  }
  const binary = fromPackage() ?? fromPath();
  if (binary) return binary;
  throw new Error(
    `There is no embedded DynamoDB engine for ${process.platform}-${process.arch} in node_modules. ` +
      'Start DynamoDB Local (or any other DynamoDB-compatible engine) and name it, ' +
      'for example DYNAMODB_ENDPOINT=http://127.0.0.1:8000 npm start, ' +
      'or install dynoxide (https://github.com/nubo-db/dynoxide) and name it in DYNOXIDE_BIN.',
  );
}

function fromPackage(): string | undefined {
  try {
    const manifest = require.resolve(`@dynoxide/${process.platform}-${process.arch}/package.json`);
    const path = join(dirname(manifest), program);
    return isExecutable(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

function fromPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, program)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
