import { loadDefinition } from '../../services/application';
import { CommandError, exitCodes } from '../transfer/command';
import type { Command } from '../transfer/command';
import { gatewayOf } from '../transfer/command-options';
import type { GatewayOptions } from '../transfer/gateway';
import { seedHelp, seedOptions } from './seed-options';
import { seedDomain } from './seed-domain';
import { seedSamples } from './seed-samples';

/** `npm run seed` and `tandem seed`; tests may ask for less patience. */
export function seedCommand(folder: string, patience?: GatewayOptions['patience']): Command {
  return async (words, console) => {
    const options = seedOptions(words);
    if (!options) {
      console.output.write(seedHelp);
      return exitCodes.ok;
    }
    const gateway = gatewayOf({ ...options, patience }, folder);
    const definition = await loadDefinition(folder).catch((error: unknown) => {
      // It says in words what is wrong with the application.
      throw error instanceof Error ? new CommandError(error.message, exitCodes.incomplete) : error;
    });
    const { domain } = options;
    if (domain === undefined) return seedSamples(definition, gateway, console);
    return seedDomain({ ...options, domain }, definition, gateway, console);
  };
}
