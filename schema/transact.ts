import { Id } from './decorators';
import { Domain } from './domain';

/** What stands for the items of all domains where an operation is of none: it has no table, no items and no face. */
@Domain('transaction', {
  doc: 'Writes of several items that are done together or not at all.',
  noun: 'transaction',
  operations: [],
})
export class Transact {
  @Id() id!: string;
}
