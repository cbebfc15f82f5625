// `node -r ./local/register.js` runs the TypeScript of this repository, on a Node that can run the gateway.

require('../services/node-version.js');
require('@swc-node/register');
