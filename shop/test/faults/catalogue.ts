import { randomOf } from '../../../test/random';

/** A product as it is sent to the gateway. */
export interface CatalogueProduct {
  readonly id: string;
  readonly title: string;
  readonly category: string;
  readonly price: number;
  readonly stock?: number;
  readonly description?: string;
  readonly brand?: string;
  readonly sku?: string;
  readonly tags?: readonly string[];
  readonly rating?: number;
}

const shelves: Readonly<Record<string, readonly string[]>> = {
  Kitchen: ['Kettle', 'Cast Iron Pan', 'Paring Knife', 'Mortar & Pestle', 'Tea Strainer'],
  Garden: ['Watering Can', 'Pruning Shears', 'Seed Tray', 'Garden Twine, 50 m'],
  Music: ['Ukulele', 'Metronome', 'Guitar Strings 12–53', 'Music Stand'],
  Office: ['Fountain Pen', 'Stapler', 'Notebook A5', 'Desk Lamp', 'Archive Box'],
  Outdoor: ['Two-Person Tent', 'Head Torch', 'Compass', 'Thermos "Café"'],
  Toys: ['Wooden Train', 'Kite', '1000-Piece Puzzle'],
};
const brands = ['Alder', 'Brook & Sons', 'Čáp', 'Dune', 'Élan'];
const finishes = ['', 'Small', 'Large', 'No. 7', '2nd Edition', 'Recycled'];
/** The ends of prices that binary fractions do not meet, and those that they do. */
const cents = [0, 5, 10, 25, 29, 49, 50, 90, 95, 99];

/**
 * Products as uneven as those of a real shop: some without brand, stock or description, prices from cents to
 * thousands, texts in many scripts. The same for the same seed.
 */
export function catalogue(count: number, seed = 1, stockOf: 'some' | 'plenty' = 'some'): readonly CatalogueProduct[] {
  return Array.from({ length: count }, (_, index) => {
    const random = randomOf(seed, index);
    const category = random.pick(Object.keys(shelves));
    const finish = random.pick(finishes);
    const units = random.chance(0.1) ? random.between(500, 4_000) : random.between(0, 120);
    const price = (units * 100 + random.pick(cents) + (units === 0 ? 1 : 0)) / 100;
    const isTracked = random.chance(0.6);
    const stock = stockOf === 'plenty' ? 500_000 : random.pick([0, 3, 12, 40, 150, 900]);
    return {
      id: `${category.toLowerCase()}-${String(index + 1).padStart(4, '0')}`,
      title: [random.pick(shelves[category]!), finish].filter(Boolean).join(', '),
      category,
      price,
      ...(isTracked && { stock }),
      ...(random.chance(0.7) && { description: 'Made to be used every day. '.repeat(random.between(1, 12)).trim() }),
      ...(random.chance(0.6) && { brand: random.pick(brands) }),
      ...(random.chance(0.5) && { sku: `${category.slice(0, 3).toUpperCase()}-${random.between(100, 99_999)}` }),
      ...(random.chance(0.4) && {
        tags: random.shuffled(['gift', 'new', 'sale', 'été']).slice(0, random.between(1, 3)),
      }),
      ...(random.chance(0.5) && { rating: random.between(2, 50) / 10 }),
    };
  });
}

/** An amount in minor units, whatever its binary fraction. */
export function minorUnitsOf(amount: number): number {
  return Math.round(amount * 100);
}
