import { rightsOf } from '../local/rights';
import type { Right } from '../local/rights';
import type { GatewayDefinition } from '../services/definition';
import { rolesOf } from '../services/touches';

const judged = new Set<GatewayDefinition>();

/** Has the run judge whether the roles of a gateway use all that they are granted; its name tells it from others. */
export function judgeWhole(definition: GatewayDefinition): void {
  judged.add(definition);
}

/** Whether what the roles of a gateway do is noted. */
export function isJudged(definition: GatewayDefinition): boolean {
  return judged.has(definition);
}

/** Everything that the roles of the judged gateways are granted, as `gateway role right`. */
export function grantedToJudged(): readonly Right[] {
  return [...judged].flatMap((definition) =>
    rolesOf(definition).flatMap((role) => rightsOf(definition, role).map((one) => `${definition.name} ${role} ${one}`)),
  );
}
