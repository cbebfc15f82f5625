/** An amount in minor units, exact however large: 249.5 is 24950. */
export function minorUnits(amount: number): bigint {
  return BigInt(Math.round(amount * 100));
}

/** Minor units as the amount that the faces show. */
export function majorUnits(minor: bigint): number {
  return Number(minor) / 100;
}

/** The sum of price × quantity, computed in minor units. */
export function sumOf(lines: readonly { readonly price: number; readonly quantity: number }[]): bigint {
  return lines.reduce((sum, { price, quantity }) => sum + minorUnits(price) * BigInt(quantity), 0n);
}
