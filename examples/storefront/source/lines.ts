import type { Basket, Order } from '@tandem/sdk';

/** A line of a basket or an order, as far as it can be read. */
export interface Line {
  readonly productId: string;
  readonly quantity: number;
  readonly color?: string;
  readonly price?: number;
  readonly productName?: string;
}

/**
 * The lines that can be shown. What another program has stored may have no product or no count that can be read: the
 * gateway gives null there, and says so in the warnings.
 */
export function linesOf({ items }: Pick<Basket | Order, 'items'>): readonly Line[] {
  return (items ?? []).flatMap((line): Line[] => {
    if (!line || line.productId === null || line.quantity === null) return [];
    const { productId, quantity, color, price, productName } = line;
    return [
      {
        productId,
        quantity,
        color: color ?? undefined,
        price: price ?? undefined,
        productName: productName ?? undefined,
      },
    ];
  });
}
