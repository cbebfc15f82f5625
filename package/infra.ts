// What an application deploys with, from @tandem/gateway/infra. Needs aws-cdk-lib, constructs and cdk-nag beside it.

export { configurationOf, usualStages } from '../infra/configuration';
export type { Configuration, FunctionSize, SignIn } from '../infra/configuration';
export { runSynthesis } from '../infra/run-synthesis';
export type { SynthesisRun } from '../infra/run-synthesis';
export { GatewayStack } from '../infra/stack';
export type { GatewayStackOptions } from '../infra/stack';
export { synthesise } from '../infra/synthesise';
export type { SynthesisOptions } from '../infra/synthesise';
