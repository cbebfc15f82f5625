import { synthesised } from '../infra/synthesised';
import { acceptedWarnings } from './accepted-warnings';
import { describeWithPython, lint } from './python';

// The templates before anybody deploys them, by AWS's own linter, which knows the schemas of CloudFormation's resources:
// https://github.com/aws-cloudformation/cfn-lint

describeWithPython('cfn-lint', () => {
  test('finds no error in any template, and no warning without a reason', async () => {
    const variants = await synthesised('dev', 'prod', 'oneMore', 'grown', 'issuer', 'http', 'everything');
    const templates = Object.fromEntries(
      Object.entries(variants).map(([name, { template, error }]) => {
        expect(error).toBeUndefined();
        return [name, template];
      }),
    );
    const findings = await lint(templates);
    const accepted = acceptedWarnings.map(({ rule }) => rule);
    expect(findings.filter(({ level, rule }) => level === 'Error' || !accepted.includes(rule))).toEqual([]);
    // A reason that nothing needs any more is not kept.
    expect(accepted.filter((rule) => !findings.some((finding) => finding.rule === rule))).toEqual([]);
  });

  test('finds what is wrong', async () => {
    const Resources = { Queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeOut: 30 } } };
    expect(await lint({ wrong: { Resources } })).toMatchObject([{ level: 'Error', template: 'wrong', rule: 'E3002' }]);
  });
});
