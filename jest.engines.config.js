const { existsSync } = require('node:fs');
const { join } = require('node:path');
const config = require('./jest.config');

// The suites that say what an engine must do, and journeys through a gateway, on another engine: that of
// DYNAMODB_ENDPOINT, else the program that DYNOXIDE_NEWEST names, else what `npm run install:engine` has compiled.
// docs/engines.md has what was seen.
if (!process.env.DYNAMODB_ENDPOINT) {
  const program = process.env.DYNOXIDE_NEWEST ?? join(__dirname, 'build/engine/bin/dynoxide');
  if (!existsSync(program)) {
    throw new Error(`There is no engine at ${program}: npm run install:engine compiles the newest, with Rust.`);
  }
  process.env.DYNOXIDE_BIN = program;
}

module.exports = {
  ...config,
  testPathIgnorePatterns: ['/node_modules/'],
  testRegex: [
    'tables/.*\\.contract\\.test\\.ts$',
    'local/messaging/stream\\.test\\.ts$',
    'test/folded-text\\.test\\.ts$',
    'test/access-paths/(joined|oracle)\\.test\\.ts$',
    'shop/test/(stock|least-privilege)\\.test\\.ts$',
    'shop/test/first-contact/results-of-verbs\\.test\\.ts$',
  ],
};
