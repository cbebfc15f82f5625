import { builtinModules } from 'node:module';
import { gatewayNamePattern } from '../schema/gateway-name';

/** What npm keeps for itself: https://github.com/npm/validate-npm-package-name#naming-rules */
const keptByNpm = [...builtinModules, 'node-modules'];

/** What is wrong with the name of an application as a sentence; undefined when it is good. */
export function nameFault(name: string): string | undefined {
  if (!gatewayNamePattern.test(name)) {
    return `"${name}" cannot name a gateway: write 2 to 32 lower-case letters, digits and hyphens, such as my-api, that begin with a letter and do not end with a hyphen.`;
  }
  if (keptByNpm.includes(name)) return `npm takes no package called "${name}", a name of Node itself: choose another.`;
  return undefined;
}
