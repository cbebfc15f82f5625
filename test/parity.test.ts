import { domains } from './usual';
import { operationsOf } from '../services';
import { formats } from './harness';
import { casesOf, runCase } from './parity';

// All three faces, both event formats: the same mistake has the same error, the same write stores the same item.
// The cases are made from the operations' descriptions, so that a new one is covered without a line here.
describe.each(formats)('with %s events', (payload) => {
  describe.each(operationsOf(domains).map((operation) => ({ name: operation.name, operation })))(
    '$name',
    ({ operation }) => {
      test.each(casesOf(operation).map((one) => ({ ...one, one })))('$name: $code', async ({ one }) => {
        const [rest, ...others] = await runCase(operation, one, payload, domains);
        expect(rest!.told.code).toBe(one.code);
        expect(others).toHaveLength(2);
        for (const { face, told, stored } of others) {
          expect({ face, told, stored }).toEqual({ ...rest, face });
        }
      });
    },
  );
});
