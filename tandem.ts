import { join } from 'node:path';
import { lambdaApigateway } from './examples/lambda-apigateway';
import { defineGateway } from './services/definition';
import { documentsFolder, documentsIn } from './services/documents';
import { shop } from './shop';

/** The gateway that `npm start` runs here and `npx cdk deploy` deploys. */
export default defineGateway({
  name: 'tandem',
  eventBus: 'SwnEventBus',
  modules: [shop, lambdaApigateway],
  documents: documentsIn(join(__dirname, documentsFolder)),
});
