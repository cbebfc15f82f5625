import { admit, admitKey } from '../services/validation';
import {
  DateTime,
  Enumeration,
  Flag,
  Float,
  Id,
  Integer,
  Json,
  ListOf,
  Money,
  Nested,
  NestedList,
  Text,
} from './decorators';
import { Domain } from './domain';
import { exampleObject, keyExample, patchExample, storedExample } from './examples';
import { domainOf, keyFields } from './facts';
import { domains } from '../test/usual';

class Size {
  @Float({ min: 2.5, max: 3 }) width!: number;
}

@Domain('example-kinds', { key: { partition: 'owner', sort: 'id' } })
class EveryKind {
  @Text({ min: 6, max: 7 }) owner!: string;
  @Id({ max: 1024 }) id!: string;
  @Text({ max: 2 }) short!: string;
  @Integer({ min: 10 }) many!: number;
  @Integer({ max: -5 }) below!: number;
  @Money() price!: number;
  @Flag() flag!: boolean;
  @DateTime() at!: string;
  @Enumeration('ExampleState', ['ON']) state!: string;
  @ListOf('money', { min: 1 }) list!: number[];
  @Nested(() => Size) size!: Size;
  @NestedList(() => Size, { min: 1 }) sizes!: Size[];
  @Json() free!: unknown;
  @Text({ default: 'as it is' }) defaulted!: string;
  @Text({ optional: true, example: 'shown' }) shown?: string;
  @Text({ optional: true }) hidden?: string;
}

describe.each([...domains, EveryKind].map((type) => ({ name: type.name, type })))(
  'the examples of $name',
  ({ type }) => {
    const domain = domainOf(type);

    test('are valid, so that nobody copies a mistake from the API reference', () => {
      const key = keyExample(domain);
      expect(admitKey(keyFields(domain), key)).toEqual(key);
      const whole = { ...key, ...exampleObject(type) };
      expect(admit(type, whole, 'whole')).toEqual(whole);
      expect(admit(type, patchExample(type), 'patch')).toEqual(patchExample(type));
    });

    test('hold what the service adds to a stored item', () => {
      expect(storedExample(type)).toMatchObject({
        ...keyExample(domain),
        version: 1,
        createdAt: expect.any(String),
        updatedAt: expect.any(String),
      });
    });
  },
);

test('an example of a body leaves out what the service makes and what nobody needs to see', () => {
  const body = exampleObject(EveryKind);
  expect(body).not.toHaveProperty('id');
  expect(body).not.toHaveProperty('hidden');
  expect(body).toMatchObject({ shown: 'shown', defaulted: 'as it is', short: 'te', many: 10, below: -5 });
});
