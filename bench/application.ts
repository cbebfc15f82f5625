import { loadDefinition } from '../services/application';
import type { GatewayDefinition } from '../services/definition';

/** What the bench asks for by name, as the peers in `bench/peers/` answer it too. */
const asked = ['product', 'products', 'createProduct', 'basket', 'putBasket'];

/**
 * The application that is measured: that of the root.
 * @throws Error in a sentence when it is not the reference application
 */
export async function measuredApplication(): Promise<GatewayDefinition> {
  const definition = await loadDefinition();
  const missing = asked.filter((name) => !definition.operations.some((operation) => operation.name === name));
  if (missing.length === 0) return definition;
  throw new Error(
    `The bench measures the reference application, the shop, and the gateway of tandem.ts has no ${missing.join(', ')}: run it where the shop is.`,
  );
}
