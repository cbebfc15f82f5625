import { Enumeration, Id, Integer, Text } from '../../../schema/decorators';
import { Domain } from '../../../schema/domain';
import type { DeclaredClass } from '../../../schema/facts';
import type { GatewayDefinition } from '../../../services/definition';
import { gatewayOf } from '../../../test/usual';

/*
 * Releases of one gateway. The second breaks nobody: a field that need not be sent, one with a default, a value of an
 * enumeration more. The third breaks: a field goes, one must be sent, a text gets shorter, an operation goes.
 */

function first(): DeclaredClass {
  @Domain('plank', { scan: true, events: true })
  class Plank {
    @Id({ max: 60 }) id!: string;
    @Text({ max: 60 }) title!: string;
    @Text({ max: 20, optional: true }) finish?: string;
    @Enumeration('Grade', ['A', 'B']) grade!: string;
    @Integer({ min: 1, max: 9, optional: true }) length?: number;
  }
  return Plank;
}

function compatible(): DeclaredClass {
  @Domain('plank', { scan: true, events: true })
  class Plank {
    @Id({ max: 60 }) id!: string;
    @Text({ max: 60 }) title!: string;
    @Text({ max: 20, optional: true }) finish?: string;
    @Enumeration('Grade', ['A', 'B', 'C']) grade!: string;
    @Integer({ min: 1, max: 9, optional: true }) length?: number;
    @Text({ max: 20, optional: true }) color?: string;
    @Text({ max: 20, default: 'none' }) brand!: string;
  }
  return Plank;
}

function breaking(): DeclaredClass {
  @Domain('plank', { scan: true, events: true, operations: ['get', 'list', 'create', 'replace', 'update'] })
  class Plank {
    @Id({ max: 60 }) id!: string;
    @Text({ max: 40 }) title!: string;
    @Enumeration('Grade', ['A', 'B']) grade!: string;
    @Integer({ min: 1, max: 9, optional: true }) length?: number;
    @Text({ max: 20 }) label!: string;
  }
  return Plank;
}

/** The name of a release. */
export type ReleaseName = 'first' | 'compatible' | 'breaking';

/** The gateways of the releases. */
export const releases: Readonly<Record<ReleaseName, GatewayDefinition>> = {
  first: gatewayOf([first()]),
  compatible: gatewayOf([compatible()]),
  breaking: gatewayOf([breaking()]),
};
