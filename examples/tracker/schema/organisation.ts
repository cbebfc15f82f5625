import { claim, role } from '../../../schema/access';
import { Id, Text } from '../../../schema/decorators';
import { Domain } from '../../../schema/domain';
import { Unique } from '../../../schema/unique';

/** A tenant: its id is the claim `org` in the tokens of its people. */
@Domain('organisation', {
  doc: 'Who works together, apart from all others.',
  access: { read: claim('org', 'id'), list: role('admin'), write: role('admin') },
})
export class Organisation {
  @Id({ max: 60, example: 'acme' }) id!: string;
  @Unique({ ignoreCase: true })
  @Text({ max: 40, pattern: /^[a-z0-9-]+$/i, mustBe: 'letters, digits and hyphens', example: 'acme-inc' })
  slug!: string;
  @Text({ max: 80, example: 'Acme Inc.' }) name!: string;
}
