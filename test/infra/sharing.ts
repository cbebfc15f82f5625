import { Id, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { defineGateway, defineModule } from '../../services/definition';

@Domain('work-order', {
  indexes: { byState: { partition: 'state' } },
  table: {
    name: 'work',
    key: { partition: { pk: 'ORDER#{id}' } },
    indexes: { byState: { name: 'gsi1', partition: { gsi1pk: 'ORDER#{state}' } } },
  },
})
export class WorkOrder {
  @Id({ max: 60 }) id!: string;
  @Text({ max: 60 }) state!: string;
}

@Domain('work-item', {
  indexes: { byOwner: { partition: 'owner' } },
  expiresAfterDays: 30,
  table: {
    name: 'work',
    key: { partition: { pk: 'ITEM#{id}' } },
    indexes: { byOwner: { name: 'gsi1', partition: { gsi1pk: 'ITEM#{owner}' } } },
    marks: { expires: 'ttl' },
  },
})
export class WorkItem {
  @Id({ max: 60 }) id!: string;
  @Text({ max: 60 }) owner!: string;
}

@Domain('todo', {
  indexes: { byProject: { partition: 'projectId' } },
  table: { name: 'Todo-abc123-main', existing: true, indexes: { byProject: { name: 'byProjectID' } } },
})
export class Todo {
  @Id() id!: string;
  @Text({ max: 60, stored: 'projectID' }) projectId!: string;
}

/** A gateway with two domains in one table, and one whose table belongs to somebody else. */
export const sharing = defineGateway({
  name: 'sharing',
  modules: [defineModule({ name: 'sharing', domains: [WorkOrder, WorkItem, Todo] })],
});
