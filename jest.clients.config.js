const config = require('./jest.config');

/** Only the clients that generators of others make of the documents, and the linters of others. */
module.exports = {
  ...config,
  testPathIgnorePatterns: ['/node_modules/'],
  testRegex: [`${__dirname}/shop/test/clients/.*\\.test\\.ts$`],
};
