import { readBadInputs } from '../../test/bad-inputs';
import type { BadInput } from '../../test/bad-inputs';

/** Rows that contradict another row or our model, each with the reason; no suite runs them. */
export const disputed: Readonly<Record<string, string>> = {
  'rest.header-14':
    'wants 200 for a PUT of { "price": 11 }, which rest.header-08 and rest.body-36 want refused: a PUT is a whole item',
  'graphql.auth-02': 'asks for the orders of a product, a field that our Product has for nobody',
};

/** Which suite of the shop runs which rows. */
export const suites = {
  'bad-inputs': ({ surface, profile }) =>
    profile === undefined && /^(rest\.(path|query|header|body)|graphql\.variables|cursor)$/.test(surface),
  'bad-inputs-shop': ({ surface }) => /^(rest\.checkout|idempotency|sqs|eventbridge|outbox)$/.test(surface),
  'bad-inputs-auth': ({ surface, profile }) => surface === 'jwt' || profile === 'auth',
} satisfies Record<string, (row: BadInput) => boolean>;

/** The rows about the shop. */
export const { all, rowsOf } = readBadInputs(__dirname, suites, disputed);
