import { ServiceError } from './errors';
import { readUnits } from './limits';

/**
 * The most read units that one call of Query or Scan takes: it ends at 1 MB, and a unit is 8 KB of an eventually
 * consistent read. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export const unitsOfPage = 128;

/** How many read units a request may take of DynamoDB. */
export interface ReadUnits {
  /** The limit of callers who are signed in. */
  readonly signedIn: number;
  /** The limit of everybody else. */
  readonly anonymous: number;
}

/**
 * The read units of one request, which all its reads draw from, whatever field they are for.
 *
 * What a call takes is known only when it has answered. So calls wait, in their order, until the most that those under
 * way may take fits too. Together they take no more than the limit and one page beyond it; a call that alone may take
 * more, as BatchGetItem of many keys, is sent when no other is under way.
 */
export class ReadBudget {
  private taken = 0;
  private underWay = 0;
  private waiting = 0;
  private turn: Promise<unknown> = Promise.resolve();
  private proceed: () => void = () => undefined;

  constructor(
    readonly limit: number,
    /** What to do, for the error: callers that may have more are told how. */
    private readonly advice = '',
  ) {}

  /** The read units that DynamoDB has charged so far. */
  get used(): number {
    return this.taken;
  }

  /** Whether nothing more may be read. */
  get isSpent(): boolean {
    return this.taken >= this.limit;
  }

  /**
   * Reads when its turn has come.
   * @param most the most read units that the call may take
   * @throws ServiceError read-budget-spent, without a call; what the call throws
   */
  async draw<Answer>(most: number, read: () => Promise<Answer>, unitsOf: (answer: Answer) => number): Promise<Answer> {
    if (this.waiting === 0 && this.hasRoomFor(most)) this.take(most);
    else await this.takeInTurn(most);
    try {
      const answer = await read();
      this.taken += unitsOf(answer);
      return answer;
    } finally {
      this.underWay -= most;
      this.proceed();
    }
  }

  private async takeInTurn(most: number): Promise<void> {
    this.waiting++;
    const admitted = this.turn.then(() => this.admit(most));
    this.turn = admitted.catch(() => undefined);
    try {
      await admitted;
    } finally {
      this.waiting--;
    }
  }

  private async admit(most: number): Promise<void> {
    while (!this.hasRoomFor(most)) await new Promise<void>((resolve) => (this.proceed = resolve));
    this.take(most);
  }

  private hasRoomFor(most: number): boolean {
    return this.underWay === 0 || this.taken + this.underWay + most <= this.limit + unitsOfPage;
  }

  private take(most: number): void {
    if (this.isSpent) throw this.spent();
    this.underWay += most;
  }

  private spent(): ServiceError {
    return new ServiceError(
      'read-budget-spent',
      `A request may take ${this.limit} read units, and this one has taken them. Ask for less at once, or filter by what an index begins with.${this.advice}`,
    );
  }
}

/** The budget of a request. */
export function readBudgetOf(isSignedIn: boolean, { signedIn, anonymous }: ReadUnits = readUnits): ReadBudget {
  if (isSignedIn) return new ReadBudget(signedIn);
  return new ReadBudget(anonymous, signedIn > anonymous ? ` Callers who sign in have ${signedIn}.` : '');
}

/**
 * The limits as an operator writes them; those of services/limits.ts where nothing is written.
 * @throws Error with a sentence for the operator
 */
export function readUnitsFrom({ READ_UNITS, READ_UNITS_ANONYMOUS }: NodeJS.ProcessEnv): ReadUnits {
  const signedIn = unitsFrom('READ_UNITS', READ_UNITS) ?? readUnits.signedIn;
  const anonymous = unitsFrom('READ_UNITS_ANONYMOUS', READ_UNITS_ANONYMOUS) ?? Math.min(signedIn, readUnits.anonymous);
  if (anonymous <= signedIn) return { signedIn, anonymous };
  throw new Error(
    `READ_UNITS_ANONYMOUS is ${anonymous}, and READ_UNITS ${signedIn}: nobody has more for not signing in.`,
  );
}

function unitsFrom(variable: string, text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new Error(`${variable} is "${text}": write a whole number of read units from 1 to 9999999, such as 2000.`);
}

/** Whether an error says that the budget of the request is spent. */
export const isSpent = (error: unknown): boolean => error instanceof ServiceError && error.code === 'read-budget-spent';
