import { RemovalPolicy } from 'aws-cdk-lib';

/**
 * What becomes of a resource that holds data when its stack is deleted or it is replaced. In a stage that is kept it
 * stays, but for the deployment that makes it: when that fails, what it has made goes with the rollback, so that its name
 * is free for the next try.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html
 */
export function removalOf({ isKept }: { readonly isKept: boolean }): RemovalPolicy {
  return isKept ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
}
