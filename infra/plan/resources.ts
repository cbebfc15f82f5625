import { isRecord, listOf, recordOf } from '../../schema/guards';
import type { Finding } from './finding';

/** A resource that holds what nobody can make again: its type, and what AWS would replace it for. */
export interface ResourceNote {
  readonly type: string;
  readonly fixed: Readonly<Record<string, unknown>>;
}

/** The resources of a stage that hold something, by their logical ids. */
export type Resources = Readonly<Record<string, ResourceNote>>;

/**
 * What holds data, or what others know by a name that AWS gave it, and the properties that cannot change without another
 * one in its place: "Update requires: Replacement", or changes that AWS refuses.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 * Streams of tables are judged with the declarations, infra/plan/tables.ts: one may be taken away.
 */
export const holders: Readonly<Record<string, { readonly holds: string; readonly fixed: readonly string[] }>> = {
  'AWS::DynamoDB::Table': { holds: 'its items', fixed: ['TableName', 'KeySchema'] },
  'AWS::Cognito::UserPool': {
    holds: 'its users',
    fixed: ['AliasAttributes', 'UsernameAttributes', 'UsernameConfiguration'],
  },
  'AWS::Cognito::UserPoolClient': {
    holds: 'the id by which apps sign in',
    fixed: ['UserPoolId', 'GenerateSecret'],
  },
  'AWS::Cognito::UserPoolDomain': { holds: 'the address of the sign-in pages', fixed: ['Domain', 'UserPoolId'] },
  'AWS::KMS::Key': { holds: 'what was encrypted under it', fixed: ['KeySpec', 'KeyUsage', 'MultiRegion', 'Origin'] },
  'AWS::SecretsManager::Secret': { holds: 'the keys of the cursors', fixed: ['Name', 'GenerateSecretString'] },
  'AWS::Logs::LogGroup': { holds: 'its log', fixed: ['LogGroupName', 'LogGroupClass'] },
  'AWS::SQS::Queue': { holds: 'its messages', fixed: ['QueueName', 'FifoQueue'] },
  'AWS::SNS::Topic': { holds: 'its subscriptions', fixed: ['TopicName', 'FifoTopic'] },
  'AWS::Events::EventBus': { holds: 'the rules of other systems', fixed: ['Name'] },
};

/** The notes of a template. */
export function resourcesIn(template: unknown): Resources {
  const resources = Object.entries(recordOf(recordOf(template).Resources));
  return Object.fromEntries(
    resources.flatMap(([id, resource]): [string, ResourceNote][] => {
      const { Type: type, Properties } = recordOf(resource);
      const holder = holders[String(type)];
      if (!holder) return [];
      const properties = isRecord(Properties) ? Properties : {};
      const fixed = Object.fromEntries(
        holder.fixed.flatMap((name) => (properties[name] === undefined ? [] : [[name, properties[name]]])),
      );
      return [[id, { type: String(type), fixed }]];
    }),
  );
}

/** What a deployment would do to what a stage holds. A replacement leaves it behind, so that each is refused. */
export function compareResources(released: Resources, declared: Resources): Finding[] {
  const say = (words: string): Finding => ({ level: 'refused', subject: 'Stack', words });
  return Object.entries(released).flatMap(([id, before]): Finding[] => {
    const holds = holders[before.type]?.holds ?? 'what it holds';
    const after = declared[id];
    if (!after || after.type !== before.type) {
      const again = Object.entries(declared).find(
        ([other, one]) => !(other in released) && one.type === before.type && isSame(one.fixed, before.fixed),
      );
      if (!again) {
        // Those are told of with the declarations.
        if (before.type === 'AWS::DynamoDB::Table') return [];
        const words = `${id} (${before.type}) is no longer in the stack: look that nobody needs ${holds}.`;
        return [{ level: 'caution', subject: 'Stack', words }];
      }
      return [
        say(
          `${again[0]} would take the place of ${id} (${before.type}), and ${holds} would stay behind. Where it has a name, AWS refuses the second of that name. Leave the name of the class or the construct as it was.`,
        ),
      ];
    }
    return holders[before.type]!.fixed.filter((name) => !isSame(before.fixed[name], after.fixed[name])).map((name) =>
      say(
        `${id} (${before.type}) would be replaced, without ${holds}: ${name} would change from ${inWords(before.fixed[name])} to ${inWords(after.fixed[name])}.`,
      ),
    );
  });
}

const isSame = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);

function inWords(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return value;
  const keys = listOf(value).map((one) => recordOf(one).AttributeName);
  return keys.length > 0 && keys.every(Boolean) ? keys.join(', ') : JSON.stringify(value);
}
