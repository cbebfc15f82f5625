/** What cfn-lint may say of a template, and why it may. There are no errors among them. */
export const acceptedWarnings: readonly { readonly rule: string; readonly reason: string }[] = [
  {
    rule: 'W3005',
    reason: 'The CDK lets a function wait for its role although the role is named in it: said twice, and true once.',
  },
];
