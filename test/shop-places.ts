import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The places that go when a gateway leaves the shop, as CONTRIBUTING.md says. */
export const shopPlaces = ['shop', 'examples/storefront', 'operations', 'schema/released'] as const;

/** Whether a path went with the shop: the documents keep the shop as their example. */
export function isLeft(path: string): boolean {
  if (existsSync(join(__dirname, '../shop'))) return false;
  return shopPlaces.some((place) => path === place || path.startsWith(`${place}/`));
}
