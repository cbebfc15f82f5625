import { gatewayFunction } from '@tandem/gateway/lambda';
import definition from '../tandem';

export const handler = gatewayFunction(definition);
