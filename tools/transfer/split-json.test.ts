import fc from 'fast-check';
import { largestRecord } from './piece';
import { JsonSplitter } from './split-json';
import { cuts, pushAll, readable } from '../../test/transfer/chunks';

const elements = (file: string): [number, string][] => readable(pushAll(new JsonSplitter(), file));

const json = fc.jsonValue({ maxDepth: 4, noUnicodeString: false });
const space = fc.constantFrom('', ' ', '\n', '\r\n\t');

test('elements come out with the line on which they begin', () => {
  expect(elements('[\n  {"a": [1, {"b": "]},\\"["}]},\n\n  2\n , "x"]\n')).toEqual([
    [2, '{"a": [1, {"b": "]},\\"["}]}'],
    [4, '2\n '],
    [5, '"x"'],
  ]);
});

test('any array gives its elements, however it is spaced and however the file arrives', () => {
  fc.assert(
    fc.property(fc.array(json), space, fc.constantFrom(0, 2), cuts, (values, gap, indent, shares) => {
      const texts = values.map((value) => JSON.stringify(value, null, indent));
      const file = `${gap}[${gap}${texts.join(`${gap},${gap}`)}${gap}]${gap}`;
      const pieces = pushAll(new JsonSplitter(), file, shares);
      expect(pieces.every(({ flaw }) => flaw === undefined)).toBe(true);
      expect(pieces.map(({ bytes }) => JSON.parse(bytes.toString('utf8')) as unknown)).toEqual(
        texts.map((text) => JSON.parse(text) as unknown),
      );
    }),
  );
});

test('the line of an element is the number of newlines before it, however the file arrives', () => {
  fc.assert(
    fc.property(fc.array(json, { minLength: 1 }), cuts, (values, shares) => {
      const file = JSON.stringify(values, null, 1);
      let at = 0;
      for (const { line, bytes } of pushAll(new JsonSplitter(), file, shares)) {
        const start = Buffer.from(file).indexOf(bytes, at);
        expect(line).toBe(Buffer.from(file).subarray(0, start).toString('utf8').split('\n').length);
        at = start + bytes.length;
      }
    }),
  );
});

test('a file that is one object is one element', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), json), space, cuts, (value, gap, shares) => {
      const text = JSON.stringify(value);
      const pieces = pushAll(new JsonSplitter(), `${gap}${text}${gap}`, shares);
      expect(pieces.map(({ bytes, flaw }) => [bytes.toString('utf8'), flaw])).toEqual([[text, undefined]]);
    }),
  );
});

test('garbage never throws, and gives the same however the file arrives', () => {
  const garbage = fc.string({ unit: fc.constantFrom(...'[]{},:"\\ \na1') });
  fc.assert(
    fc.property(garbage, cuts, (file, shares) => {
      expect(readable(pushAll(new JsonSplitter(), file, shares))).toEqual(elements(file));
    }),
    { numRuns: 1000 },
  );
});

describe('a broken element costs few of its neighbours', () => {
  test.each([
    ['a bracket that is not closed', '[{"a":[1},{"b":2}]', ['{"a":[1}', '{"b":2}']],
    ['a bracket too many', '[{"a":1}},{"b":2}]', ['{"a":1}}', '{"b":2}']],
    ['a brace that is not closed, before the end', '[{"b":2},{"a":1]', ['{"b":2}', '{"a":1']],
    ['a quote that is not closed', '[{"a":"x},\n{"b":2}]', ['{"a":"x},\n{"b":2}']],
    ['a quote that is not closed, on a line of its own', '[{"a":"x\n},{"b":2}]', ['{"a":"x\n}', '{"b":2}']],
    ['a word', '[nonsense,{"b":2}]', ['nonsense', '{"b":2}']],
  ])('%s', (_name, file, expected) => {
    expect(elements(file).map(([, text]) => text)).toEqual(expected);
  });
});

describe('what is wrong with the file as a whole is one more row', () => {
  test.each([
    ['', 1, 'the file is empty: a JSON array was expected'],
    [' \n', 2, 'the file is empty: a JSON array was expected'],
    ['\n"text"', 2, 'the file is neither a JSON array nor a JSON object'],
    ['[1,\n,2]', 2, 'an element is missing before this comma or bracket'],
    ['[1,\n]', 2, 'an element is missing before this comma or bracket'],
    ['[{"a":1},\n{"a":', 2, 'the file ends inside this element'],
    ['[1,\n"abc', 2, 'the file ends inside this element'],
    ['{"a":\n1', 1, 'the file ends inside this object'],
    ['[{"a":1}\n', 2, 'the file ends before the array is closed with "]": was it cut off?'],
    ['{"a":1}\n{"a":2}', 2, expect.stringContaining('stands behind the end of the JSON value')],
    ['[1]\n]]]', 2, expect.stringContaining('stands behind the end of the JSON value')],
  ])('%j', (file, line, flaw) => {
    const flaws = pushAll(new JsonSplitter(), file).filter((piece) => piece.flaw);
    expect(flaws.map((piece) => [piece.line, piece.flaw])).toEqual([[line, flaw]]);
  });
});

test('an element beyond the limit is refused without being kept, the next one is read', () => {
  const file = `[{"a":"${'x'.repeat(largestRecord)}"},{"b":2}]`;
  const pieces = pushAll(new JsonSplitter(), file, [0.2, 0.5]);
  expect(pieces.map(({ bytes, flaw }) => [bytes.toString('utf8'), flaw])).toEqual([
    ['', 'is larger than 1 MB, the most for one row'],
    ['{"b":2}', undefined],
  ]);
});
