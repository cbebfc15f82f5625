import type { Handler } from '../../api/handler';
import { createGateway } from '../../api/handler';
import type { GatewayOptions } from '../../api/options';
import { createOrderConsumer } from '../../api/orders';
import type { OrderConsumer } from '../../api/orders';
import { createRelay } from '../../api/relay';

/** What a suite is run against. */
export interface Subject {
  readonly name: string;
  createGateway(options: GatewayOptions): { readonly handler: Handler };
  createOrderConsumer(options: GatewayOptions): OrderConsumer;
  readonly createRelay: typeof createRelay;
}

/** The product. */
export const tandem: Subject = { name: 'tandem', createGateway, createOrderConsumer, createRelay };
