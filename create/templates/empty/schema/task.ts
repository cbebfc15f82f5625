import { Date, Domain, Flag, Id, signedIn, Text } from '@tandem/gateway';

@Domain('task', {
  access: { read: signedIn, write: signedIn },
  doc: 'Something that somebody has to do.',
  // Lists without a condition read the whole table, which this allows.
  scan: true,
})
export class Task {
  @Id({ example: 't-1' })
  id!: string;

  @Text({ max: 120, doc: 'What has to be done.', example: 'Water the plants' })
  title!: string;

  @Text({ max: 2000, multiline: true, optional: true, doc: 'What there is to know about it.' })
  notes?: string;

  @Date({ optional: true, doc: 'The last day for it.' })
  due?: string;

  @Flag({ default: false, doc: 'Whether it is done.' })
  done!: boolean;
}
