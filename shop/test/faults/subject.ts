import { orderConsumer } from '../../services/place-order';
import { definition } from '../usual';
import type { Handler } from '../../../api/handler';
import { createGateway } from '../../../api/handler';
import type { GatewayOptions } from '../../../api/options';
import { createConsumer } from '../../../api/consumer';
import type { ConsumerHandler } from '../../../api/consumer';
import { createRelay } from '../../../api/relay';

/** What a suite is run against. */
export interface Subject {
  readonly name: string;
  createGateway(options: GatewayOptions): { readonly handler: Handler };
  createOrderConsumer(options: GatewayOptions): ConsumerHandler;
  readonly createRelay: typeof createRelay;
}

/** The product. */
export const tandem: Subject = {
  name: 'tandem',
  createGateway: (options) => createGateway(definition, options),
  createOrderConsumer: (options) => createConsumer(orderConsumer, options),
  createRelay,
};
