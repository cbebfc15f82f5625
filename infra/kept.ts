import { RemovalPolicy } from 'aws-cdk-lib';

/**
 * What a deployment makes for the first time: the whole stage, or the tables of some domains. It is not protected from
 * being deleted yet, because CloudFormation could not take back what is protected when the deployment fails, and the next
 * try would find the name taken. The next deployment protects it.
 */
export type First = 'stage' | readonly string[];

/**
 * What `-c first=` says: `true` for the stage, or the names of domains, separated by commas; nothing when left out.
 * @param names the domains that there are
 * @throws Error for a name that no domain has
 */
export function firstFrom(said: unknown, names: readonly string[]): First {
  if (said === undefined || said === false || said === 'false') return [];
  if (said === true || said === 'true') return 'stage';
  const first = typeof said === 'string' ? said.split(',').map((name) => name.trim()) : [];
  const unknown = first.find((name) => !names.includes(name));
  if (first.length > 0 && unknown === undefined) return first;
  throw new Error(
    `-c first names "${unknown ?? ''}", and the domains are ${names.join(', ')}: write -c first=true for the first deployment of a stage, the names of the domains that are new for that of their tables, and leave it out for all others.`,
  );
}

/**
 * What becomes of a resource that holds data when its stack is deleted or it is replaced. In a stage that is kept it
 * stays, but for the deployment that makes it: when that fails, what it has made goes with the rollback, so that its name
 * is free for the next try.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html
 */
export function removalOf({ isKept }: { readonly isKept: boolean }): RemovalPolicy {
  return isKept ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
}
