import { signedIn } from '../../../schema/access';
import { Counted, Sum } from '../../../schema/counted';
import {
  CreatedBy,
  Email,
  Enumeration,
  Flag,
  Id,
  Integer,
  Many,
  Reference,
  Text,
  UpdatedBy,
} from '../../../schema/decorators';
import { Domain } from '../../../schema/domain';
import { Tenant } from '../../../schema/tenant';
import { Unique } from '../../../schema/unique';

// What lies inside of an organisation stands in one file, because it leads in all directions.

@Tenant({ claim: 'org', admins: 'any' })
@Domain('member', {
  doc: 'A person of an organisation.',
  indexes: { byFamilyName: { partition: 'familyName', sort: 'id' } },
  access: { read: signedIn, write: signedIn },
})
export class Member {
  @Id({ max: 60, example: 'ada' }) id!: string;
  @Unique({ ignoreCase: true }) @Email() email!: string;
  @Text({ max: 60, search: { folded: true, accents: false }, example: 'Lovelace' }) familyName!: string;
  @Flag({ default: true, doc: 'Whoever has left is assigned nothing any more.' }) isActive!: boolean;
  @Counted(() => Task, { by: 'assigneeId', where: { status: { ne: 'DONE' } } }) openTasks!: number;
}

@Tenant({ claim: 'org', admins: 'any' })
@Domain('project', {
  doc: 'What is worked on.',
  history: true,
  access: { read: signedIn, write: signedIn },
})
export class Project {
  @Id({ max: 60, example: 'engine' }) id!: string;
  @Unique()
  @Text({ max: 40, pattern: /^[a-z0-9-]+$/, mustBe: 'small letters, digits and hyphens', example: 'engine' })
  slug!: string;
  @Text({ max: 80, example: 'The analytical engine' }) name!: string;
  @Integer({ min: 0, default: 0, doc: 'The number that was given to a task last.' }) lastNumber!: number;
  @Many(() => Task, { by: 'projectId' }) tasks!: Task[];
  @Counted(() => Task, { by: 'projectId', where: { status: { ne: 'DONE' } } }) openTasks!: number;
  @Sum(() => Task, { by: 'projectId', of: 'points' }) points!: number;
}

/** What a task is opened with. */
export class NewTask {
  @Text({ max: 120, example: 'Draw the mill' }) title!: string;
  @Integer({ min: 0, max: 100, default: 1, increments: true, example: 3 }) points!: number;
}

/** Its number is given by the verb openTask, so that there is no create without one. */
@Tenant({ claim: 'org', admins: 'any' })
@Domain('task', {
  doc: 'Something to do in a project.',
  indexes: {
    byProject: { partition: 'projectId', sort: 'number' },
    byAssignee: { partition: 'assigneeId', sort: 'number' },
  },
  unique: { number: { fields: ['projectId', 'number'] } },
  operations: ['get', 'list', 'update', 'delete', 'getMany'],
  history: true,
  trash: { days: 30 },
  events: true,
  access: { read: signedIn, write: signedIn },
})
export class Task extends NewTask {
  @Id({ max: 60, example: 'task-1' }) id!: string;
  @Reference(() => Project, { max: 60, example: 'engine' }) projectId!: string;
  @Integer({ min: 1, example: 1 }) number!: number;
  @Enumeration('TaskStatus', ['TODO', 'DOING', 'DONE'], {
    default: 'TODO',
    transitions: {
      from: { TODO: ['DOING'], DOING: ['TODO', 'DONE'], DONE: ['DOING'] },
      initial: ['TODO'],
      problem: 'task-cannot-move',
    },
  })
  status!: 'TODO' | 'DOING' | 'DONE';
  @Reference(() => Member, { optional: true, max: 60, example: 'ada' }) assigneeId?: string;
  @Many(() => Comment, { by: 'taskId' }) comments!: Comment[];
  @Many(() => Label, { through: () => TaskLabel }) labels!: Label[];
  @CreatedBy() createdBy?: string;
  @UpdatedBy() updatedBy?: string;
}

@Tenant({ claim: 'org', admins: 'any' })
@Domain('comment', {
  doc: 'What somebody says about a task.',
  key: { partition: 'taskId', sort: 'id' },
  indexes: { byReply: { partition: 'taskId', sort: 'replyToId' } },
  access: { read: signedIn, write: signedIn },
})
export class Comment {
  @Reference(() => Task, { max: 60, example: 'task-1' }) taskId!: string;
  @Id({ max: 60, example: 'comment-1' }) id!: string;
  @Text({ max: 2000, multiline: true, example: 'It needs more brass.' }) text!: string;
  @Reference(() => Comment, { partition: 'taskId', as: 'replyTo', optional: true, max: 60, example: 'comment-1' })
  replyToId?: string;
  @Many(() => Comment, { by: ['taskId', 'replyToId'] }) replies!: Comment[];
  @CreatedBy() author?: string;
}

@Tenant({ claim: 'org', admins: 'any' })
@Domain('label', { doc: 'What tasks are about.', access: { read: signedIn, write: signedIn } })
export class Label {
  @Id({ max: 60, example: 'brass' }) id!: string;
  @Text({ max: 40, example: 'Brass' }) name!: string;
  @Many(() => Task, { through: () => TaskLabel }) tasks!: Task[];
}

@Tenant({ claim: 'org', admins: 'any' })
@Domain('task-label', {
  doc: 'A label of a task.',
  key: { partition: 'taskId', sort: 'labelId' },
  indexes: { byLabel: { partition: 'labelId', sort: 'taskId' } },
  access: { read: signedIn, write: signedIn },
})
export class TaskLabel {
  @Reference(() => Task, { max: 60, example: 'task-1' }) taskId!: string;
  @Reference(() => Label, { max: 60, example: 'brass' }) labelId!: string;
}
