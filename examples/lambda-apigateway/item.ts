import { role } from '../../schema/access';
import { Id, Json } from '../../schema/decorators';
import { Domain } from '../../schema/domain';

@Domain('lambda-apigateway', {
  access: { read: role('admin'), write: role('admin') },
  doc: 'Items of any form: an id and free JSON. Clients of the old DynamoDBManager keep theirs here.',
  noun: 'free-form record',
  scan: true,
  freeForm: 'data',
})
export class LambdaApigateway {
  @Id({ example: '1234ABCD' })
  id!: string;

  @Json({
    optional: true,
    doc: 'What the item holds. The old envelope shows the members of an object beside the id.',
    example: { number: 5 },
  })
  data?: unknown;
}
