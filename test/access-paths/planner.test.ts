import { comparisons } from '../../schema/comparisons';
import { judgePlanner } from './planner-oracle';

/** ORACLE_SEED repeats a run. */
const seed = Number(process.env.ORACLE_SEED ?? Math.floor(Math.random() * 2 ** 31));

test('the planner hides and adds no item, whatever is asked', () => {
  const { asked, comparisons: met, disagreements } = judgePlanner(seed, 150, 40);
  expect(disagreements.slice(0, 3)).toEqual([]);
  expect(asked).toBe(150 * 40);
  expect(comparisons.filter((comparison) => !met[comparison])).toEqual([]);
});
