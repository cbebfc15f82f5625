/**
 * The suites that need more than the Node that runs them, as patterns of their paths: a browser, other versions of Node,
 * AWS's runtime loop, and Python's cfn-lint, moto and AWS CLI. `npm run test:toolchains` runs them; what is missing is
 * skipped with its reason, except in CI.
 */
module.exports = [
  '<rootDir>/local/engine-database\\.test\\.ts$',
  '<rootDir>/test/clouds/',
  '<rootDir>/test/node-versions\\.test\\.ts$',
  '<rootDir>/shop/test/clouds/',
  '<rootDir>/test/console\\.test\\.ts$',
  '<rootDir>/shop/test/pages\\.test\\.ts$',
  '<rootDir>/shop/test/storefront\\.test\\.ts$',
  '<rootDir>/shop/test/deploy\\.test\\.ts$',
  '<rootDir>/shop/test/runtime\\.test\\.ts$',
];
