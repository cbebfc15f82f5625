/** Unit tests stand beside their file, what crosses folders in test/. */
module.exports = {
  testEnvironment: 'node',
  roots: [
    '<rootDir>/api',
    '<rootDir>/infra',
    '<rootDir>/local',
    '<rootDir>/resolvers',
    '<rootDir>/schema',
    '<rootDir>/services',
    '<rootDir>/tables',
    '<rootDir>/test',
  ],
  transform: { '^.+\\.tsx?$': '@swc/jest' },
  globalSetup: '<rootDir>/test/setup/engine.ts',
  globalTeardown: '<rootDir>/test/setup/engine-stop.ts',
  setupFiles: ['<rootDir>/test/setup/environment.ts'],
  setupFilesAfterEnv: ['<rootDir>/test/setup/scans.ts', '<rootDir>/test/setup/grants.ts'],
  // A busy machine is no defect.
  testTimeout: 90_000,
  // One worker would run everything in one process, whose heap grows until it is busy with itself.
  maxWorkers: 2,
  workerIdleMemoryLimit: '1GB',
};
