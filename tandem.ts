import { lambdaApigateway } from './examples/lambda-apigateway';
import { defineGateway } from './services/definition';
import { shop } from './shop';

/** The gateway that `npm start` runs here and `npx cdk deploy` deploys. */
export default defineGateway({
  name: 'tandem',
  eventBus: 'SwnEventBus',
  modules: [shop, lambdaApigateway],
});
