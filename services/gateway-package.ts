import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordOf, textOf } from '../schema/guards';
import { required } from '../schema/required';

/** The package.json of the gateway itself, in this repository or where npm has put it. */
export function gatewayManifest(): Readonly<Record<string, unknown>> {
  return recordOf(JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')));
}

/** The version of the gateway itself, which is not that of the application. */
export function gatewayVersion(): string {
  return required(textOf(gatewayManifest().version), 'the version of the gateway');
}
