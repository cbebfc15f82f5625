import fc from 'fast-check';
import { ServiceError } from '../../services/errors';
import { readJson } from './json';

/** What a body is read as, or the sentence with which it is refused. */
function read(body: string | Buffer): unknown {
  try {
    return { value: readJson(Buffer.from(body)) };
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'malformed-json') return error.message;
    throw error;
  }
}

const twice = 'The body has the same name twice in one object.';
const notJson = 'Invalid JSON: the body is not a JSON text.';
const notUtf8 = 'The body is not UTF-8.';
const tooDeep = 'The body has more than 64 levels.';

describe('a JSON text is read as what it says', () => {
  test('whatever its value and however it is spaced', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 1, '\t', '\r\n '), (value, space) => {
        const text = JSON.stringify(value, undefined, space);
        expect(read(text)).toEqual({ value: JSON.parse(text) });
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['a scalar', ' "a" '],
    ['the same name in different objects', '{"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]}'],
    ['a name that is also a value', '{"a":"a","b":["a","a"]}'],
    ['a value with a colon behind it in its text', '{"a":"\\"b\\":1","c":"\\"b\\":2"}'],
    ['names that differ in case', '{"a":1,"A":2}'],
    ['names that differ in their normal form', '{"\u00e9":1,"e\u0301":2}'],
    ['names that end in a backslash', '{"a\\\\":1,"a":2}'],
    ['a quote in a name', '{"a\\"":1,"a":2}'],
    ['brackets in a text', `{"a":"${'[{'.repeat(500)}"}`],
    ['64 levels', '['.repeat(64) + ']'.repeat(64)],
    ['many objects side by side', `[${'{"a":[]},'.repeat(500)}{}]`],
    ['half a character, escaped', '{"a":"\\ud800"}'],
    ['a byte order mark before it', '\ufeff{"a":1}'],
  ])('%s', (_, text) => {
    expect(read(text)).toEqual({ value: JSON.parse(text.replace('\ufeff', '')) });
  });

  test('__proto__ is a name like any other', () => {
    const { value } = read('{"__proto__":{"polluted":1}}') as { value: object };
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });
});

describe('a body is refused', () => {
  test.each<[string, string | Buffer, string]>([
    ['nothing at all', '', 'The body is empty.'],
    ['spaces', '  ', notJson],
    ['a word', 'hello', notJson],
    ['a comma too many', '{"a":1,}', notJson],
    ['single quotes', "{'a':1}", notJson],
    ['a comment', '{"a":1} // x', notJson],
    ['two texts', '{} {}', notJson],
    ['a text without its end', '{"a":"b', notJson],
    ['a text that ends in a backslash', '{"a\\', notJson],
    ['an object without its end', '{"a":1', notJson],
    ['brackets that do not match', '{"a":[}]', notJson],
    ['closing brackets alone', ']]}}', notJson],
    ['NaN', '{"a":NaN}', notJson],
    ['a line break in a text', '{"a":"b\nc"}', notJson],
    ['a wrong escape', '{"a\\x":1}', notJson],
    ['a number with a leading zero', '{"a":01}', notJson],
    ['a byte that begins nothing', Buffer.from([0x22, 0xff, 0x22]), notUtf8],
    ['a long spelling of a slash', Buffer.from([0x22, 0xc0, 0xaf, 0x22]), notUtf8],
    ['half a character', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), notUtf8],
    ['a character cut off', Buffer.from([0x22, 0xe6, 0xbc]), notUtf8],
    ['UTF-16', Buffer.from('{"a":1}', 'utf16le'), notJson],
    ['Latin-1', Buffer.from('{"a":"é"}', 'latin1'), notUtf8],
    ['one name twice', '{"a":1,"a":1}', twice],
    ['one name twice, far apart', '{"a":1,"b":{"c":[1,2,{"d":"}"}]},"a":2}', twice],
    ['one name twice, inside', '{"x":[{"y":{"a":1,"b":2,"a":3}}]}', twice],
    ['one name twice, spaced', '{"a" \n:1,"a"\t:2}', twice],
    ['one name in two spellings', '{"a":1,"\\u0061":2}', twice],
    ['one name in two spellings of a quote', '{"\\"":1,"\\u0022":2}', twice],
    ['one name in two spellings of a slash', '{"/":1,"\\/":2}', twice],
    ['one name of two code units in two spellings', '{"😀":1,"\\ud83d\\uDE00":2}', twice],
    ['an empty name twice', '{"":1,"":2}', twice],
    ['__proto__ twice', '{"__proto__":1,"__proto__":2}', twice],
    ['65 levels of lists', '['.repeat(65) + ']'.repeat(65), tooDeep],
    ['65 levels of objects', '{"a":'.repeat(65) + '1' + '}'.repeat(65), tooDeep],
    ['a hundred thousand levels without an end', '['.repeat(100_000), tooDeep],
  ])('that is %s', (_, body, sentence) => {
    expect(read(body)).toBe(sentence);
  });

  test('without a word of what was in it', () => {
    for (const body of ['{"secret":1,"secret":2}', '{"secret"', 'secret']) expect(read(body)).not.toContain('secret');
  });
});

test('a repeated name is found in whatever object it stands and however it is spelled', () => {
  const spelled = (name: string, escape: boolean) =>
    escape
      ? `"${[...name].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`
      : JSON.stringify(name);
  const plain = fc.stringMatching(/^[a-z"\\/{}[\]:, ]{1,5}$/);
  fc.assert(
    fc.property(plain, fc.boolean(), fc.boolean(), fc.jsonValue({ maxDepth: 2 }), (name, first, second, value) => {
      const members = `${spelled(name, first)}:${JSON.stringify(value)},${spelled(name, second)}:0`;
      expect(read(`[{"outside":{${members}}}]`)).toBe(twice);
    }),
    { numRuns: 1000 },
  );
});

test('nothing but a refusal is thrown, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void read(Buffer.from(bytes))),
    { numRuns: 2000 },
  );
  const alphabet = fc.constantFrom('{', '}', '[', ']', '"', '\\', ':', ',', 'a', '1', ' ', '\\u0061', '\\"');
  fc.assert(
    fc.property(fc.array(alphabet, { maxLength: 40 }), (parts) => void read(parts.join(''))),
    { numRuns: 5000 },
  );
});

describe('1 MB is read in one pass, whatever it is made of', () => {
  const million = 1_000_000;
  test.each<[string, string, boolean]>([
    ['backslashes', `"${'\\\\'.repeat(million / 2)}"`, true],
    ['escaped quotes', `"${'\\"'.repeat(million / 2)}"`, true],
    ['quotes without an end', '"'.repeat(million + 1), false],
    ['a text without an end behind backslashes', `"${'\\'.repeat(million + 1)}"`, false],
    ['names', `{${Array.from({ length: 80_000 }, (_, index) => `"name${index}":1`).join(',')}}`, true],
    ['escaped names', `{${Array.from({ length: 50_000 }, (_, index) => `"\\u0061${index}":1`).join(',')}}`, true],
    ['spaces behind texts', `[${`"a"${' '.repeat(100)},`.repeat(9_000)}1]`, true],
    ['empty lists', `[${'[],'.repeat(million / 3)}1]`, true],
    ['digits', `[${'1,'.repeat(million / 2)}1]`, true],
  ])('%s', (_, text, right) => {
    const started = process.cpuUsage();
    const result = read(text);
    // Of processor time it takes milliseconds; a reader that looks back from every sign would take many minutes.
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(5000);
    expect(typeof result === 'object').toBe(right);
  });
});
