// What the entry files of the Lambda functions import from @tandem/gateway/lambda.

export { consumerFunction } from '../api/consumer';
export { gatewayFunction } from '../api/handler';
export { relayFunction } from '../api/relay';
