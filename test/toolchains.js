/**
 * The suites that need more than Node, as patterns of their paths: AWS's runtime loop, and Python's cfn-lint, moto and AWS
 * CLI. `npm run test:toolchains` runs them; what is missing is skipped with its reason, except in CI.
 */
module.exports = [
  '<rootDir>/test/clouds/',
  '<rootDir>/shop/test/clouds/',
  '<rootDir>/shop/test/deploy\\.test\\.ts$',
  '<rootDir>/shop/test/runtime\\.test\\.ts$',
];
