import { defineModule } from '../../services/definition';
import { LambdaApigateway } from './item';

/** The table of AWS's tutorial "Using Lambda with API Gateway", for the clients that call it through the envelope. */
export const lambdaApigateway = defineModule({ name: 'lambda-apigateway', domains: [LambdaApigateway] });
