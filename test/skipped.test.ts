import { skippedWords } from './skipped';

const needed = (isHere: boolean) => [{ what: 'Chromium', isHere, how: 'install it' }];

test('a run says what it leaves out, and how what is missing comes here', () => {
  expect(skippedWords(false, needed(false))).toBe(`
Not a part of this run: what needs more than Node. npm run test:toolchains runs it.
What is missing here, and skipped there:
  Chromium: install it
`);
  expect(skippedWords(true, needed(false))).toBe(
    '\nWhat is missing here, and skipped there:\n  Chromium: install it\n',
  );
  expect(skippedWords(true, needed(true))).toBe('');
});
