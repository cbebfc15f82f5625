/** The account in the ARNs of everything local. */
export const localAccount = '000000000000';

/** Something that IAM judges: an action, such as `dynamodb:GetItem`, on what an ARN names. */
export interface Access {
  readonly action: string;
  readonly arn: string;
}

/** An access in words; equal texts are equal accesses. */
export function textOf({ action, arn }: Access): string {
  return `${action} ${arn}`;
}

/** What is done without a right, as the SDK tells it. */
export class AccessDenied extends Error {
  override readonly name = 'AccessDeniedException';
  readonly $fault = 'client';
  readonly $metadata = { httpStatusCode: 400 };

  /** @param caller the name of the role */
  constructor(caller: string, { action, arn }: Access) {
    const user = `arn:aws:sts::${localAccount}:assumed-role/${caller}/${caller}`;
    super(
      `User: ${user} is not authorized to perform: ${action} on resource: ${arn} because no identity-based policy allows the ${action} action`,
    );
  }
}
