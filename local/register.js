// `node -r ./local/register.js` runs the TypeScript of this repository, on a Node that can run the gateway.

require('../package/node-version.js');
require('@swc-node/register');
