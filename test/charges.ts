import { AsyncLocalStorage } from 'node:async_hooks';

// Small, because the setup of every test file loads it.

/** What DynamoDB has charged for a request or for a list of it. */
interface Charges {
  units: number;
  reads: number;
  /** The most of one read. */
  largest: number;
  readonly within?: Charges;
}

const storage = new AsyncLocalStorage<Charges>();
const seen = new Set<string>();

/** A told cost may be this far from what was charged. */
const tolerance = 0.2;

/** Work whose calls are counted, and what they have been charged by now. */
export function counted<Result>(work: (charges: Readonly<Charges>) => Result): Result {
  const charges = { units: 0, reads: 0, largest: 0, within: storage.getStore() };
  return storage.run(charges, () => work(charges));
}

/** More work that counts as that of before. */
export const within = <Result>(charges: Readonly<Charges>, work: () => Result): Result => storage.run(charges, work);

/** What was charged for the work that the calling code runs for. */
export const charged = (): Readonly<Charges> | undefined => storage.getStore();

/** Counts a call for the work that it was made for. */
export function charge(units: number, isRead: boolean): void {
  for (let charges = storage.getStore(); charges; charges = charges.within) {
    charges.units += units;
    if (!isRead) continue;
    charges.reads += units;
    charges.largest = Math.max(charges.largest, units);
  }
}

/** Notes a cost that was told and is not what was charged. */
export function compare(what: string, told: number, units: number): void {
  if (Math.abs(told - units) > tolerance * units) seen.add(`${what} ${told} for ${units}`);
}

/** Notes a request that has read more than it may and one call beyond. */
export function holdToBudget(what: string, { reads, largest }: Readonly<Charges>, limit: number, page: number): void {
  if (reads > limit + Math.max(page, largest)) seen.add(`${what} ${reads} read units of ${limit}`);
}

/** What has been noted since the last call. */
export function takeWrongCosts(): readonly string[] {
  const taken = [...seen];
  seen.clear();
  return taken;
}
