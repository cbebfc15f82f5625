const toolchains = require('./test/toolchains');
const config = require('./jest.config');

/** Only what needs other toolchains than Node's. */
module.exports = {
  ...config,
  testPathIgnorePatterns: ['/node_modules/'],
  testRegex: toolchains.map((pattern) => pattern.replace('<rootDir>', __dirname).replace(/\/$/, '/.*\\.test\\.ts$')),
};
