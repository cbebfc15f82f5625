import { tenantText } from '../schema/tenant-layout';
import { ofTenant } from './events';

/**
 * The policy of the session of a tenant: of what its role may do, only what names keys of the tenant. The keys of its items
 * are the tenant or begin with it and a "#", and the names of what is kept beside them begin with an "@" and the tenant.
 * What names no key, such as a Scan, is allowed nothing. One policy for all tables keeps it far below the 2,048 characters
 * that AWS takes.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export function sessionPolicy(tenant: string): string {
  const text = literal(tenantText(tenant));
  const condition = {
    'ForAllValues:StringLike': { [leadingKeys]: [text, `${text}#*`, `${literal(ofTenant(tenant, ''))}*`] },
    // Of no keys at all everything is true.
    Null: { [leadingKeys]: 'false' },
  };
  const statement = { Effect: 'Allow', Action: 'dynamodb:*', Resource: '*', Condition: condition };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

const leadingKeys = 'dynamodb:LeadingKeys';

/**
 * A text as a pattern that it alone fits. Of the letters with a meaning there, percent-encoding leaves the "*".
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
 */
const literal = (text: string): string => text.replaceAll('*', '${*}');
