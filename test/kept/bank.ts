import { Counted, Sum } from '../../schema/counted';
import { Email, Enumeration, Id, Integer, Reference, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { Unique } from '../../schema/unique';
import { defineGateway, defineModule } from '../../services/definition';

// What is kept beside items, and what is written together: each write here is a transaction of several.

@Domain('member', { history: true })
class Member {
  @Id({ max: 40 }) id!: string;
  @Unique({ ignoreCase: true }) @Email({ example: 'ada@example.com' }) email!: string;
  @Unique() @Text({ max: 30, optional: true }) handle?: string;
}

@Domain('task')
class Task {
  @Id({ max: 40 }) id!: string;
  @Reference(() => Project, { max: 40 }) projectId!: string;
  @Enumeration('TaskState', ['OPEN', 'DONE'], { default: 'OPEN' }) state!: string;
  @Integer({ min: 0, max: 99, default: 1 }) points!: number;
}

@Domain('project', { scan: true })
class Project {
  @Id({ max: 40 }) id!: string;
  @Counted(() => Task, { by: 'projectId', where: { state: { eq: 'OPEN' } }, shards: 2 }) openTasks!: number;
  @Sum(() => Task, { by: 'projectId', of: 'points' }) points!: number;
}

@Domain('account')
class Account {
  @Id({ max: 40 }) id!: string;
  @Integer({ default: 0, increments: true }) balance!: number;
}

@Domain('posting', { events: true })
class Posting {
  @Id({ max: 40 }) id!: string;
  @Reference(() => Account, { max: 40 }) fromId!: string;
  @Reference(() => Account, { max: 40 }) toId!: string;
  @Integer() amount!: number;
}

export default defineGateway({
  name: 'bank',
  modules: [defineModule({ name: 'bank', domains: [Member, Task, Project, Account, Posting] })],
  transactions: true,
});
