const { existsSync } = require('node:fs');
const toolchains = require('./test/toolchains');

/** Unit tests stand beside their file, what crosses folders in test/, what is about the shop in shop/test/. */
module.exports = {
  testEnvironment: '<rootDir>/test/setup/engine.ts',
  roots: [
    '<rootDir>/api',
    '<rootDir>/infra',
    '<rootDir>/local',
    '<rootDir>/package',
    '<rootDir>/resolvers',
    '<rootDir>/schema',
    '<rootDir>/services',
    '<rootDir>/shop',
    '<rootDir>/tables',
    '<rootDir>/test',
    '<rootDir>/tools',
    // A gateway can leave the shop.
  ].filter((root) => existsSync(root.replace('<rootDir>', __dirname))),
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/shop/test/clients/', ...toolchains],
  // As tsconfig.json says: an application that a test writes is one of this gateway.
  moduleNameMapper: {
    '^@tandem/gateway$': '<rootDir>/package/index.ts',
    '^@tandem/gateway/(\\w+)$': '<rootDir>/package/$1.ts',
  },
  transform: { '^.+\\.tsx?$': '@swc/jest' },
  globalSetup: '<rootDir>/test/setup/start.ts',
  globalTeardown: '<rootDir>/test/setup/end.ts',
  setupFiles: ['<rootDir>/test/setup/environment.ts'],
  setupFilesAfterEnv: ['scans', 'grants', 'announcements', 'problems', 'costs'].map(
    (name) => `<rootDir>/test/setup/${name}.ts`,
  ),
  // In jest's sandbox each look-up of a global asks the sandbox first; as parameters of a module they cost nothing.
  // Only what no test replaces and no library declares anew.
  sandboxInjectedGlobals:
    'Array Boolean Error Map Math Number Object Promise Reflect RegExp Set String Symbol TypeError WeakMap'.split(' '),
  // A busy machine is no defect.
  testTimeout: 300_000,
  // One worker would run everything in one process, whose heap grows until it is busy with itself.
  maxWorkers: 2,
  workerIdleMemoryLimit: '1GB',
};
