import { ServiceError } from '../../services/errors';
import { etagOf, isCurrent, preconditionOf } from './conditional';
import type { Request } from '../http/message';

const request = (method: string, headers: Record<string, string>): Request => ({
  method,
  path: '/',
  query: [],
  headers: new Map(Object.entries(headers)),
  body: Buffer.alloc(0),
  requestId: 'r',
  basePath: '',
  signal: new AbortController().signal,
});

/** What the headers of a write demand, or the code of the refusal. */
function demanded(method: string, headers: Record<string, string>): unknown {
  try {
    return preconditionOf(request(method, headers), { conditional: true, createOnly: method === 'PUT' });
  } catch (error) {
    if (error instanceof ServiceError) return error.code;
    throw error;
  }
}

/** Whether a reader's copy is current, or the code of the refusal. */
function current(ifNoneMatch: string, etag: string | undefined): unknown {
  try {
    return isCurrent(request('GET', { 'if-none-match': ifNoneMatch }), etag);
  } catch (error) {
    if (error instanceof ServiceError) return error.code;
    throw error;
  }
}

describe('the entity tag of an item', () => {
  test.each<[object, string | undefined]>([
    [{ version: 3 }, '"3"'],
    [{ version: 1, id: 'a' }, '"1"'],
    [{}, undefined],
    [{ version: '3' }, undefined],
    [{ version: null }, undefined],
  ])('%j is %p', (item, etag) => {
    expect(etagOf(item)).toBe(etag);
  });
});

describe('If-Match on a write (RFC 9110, section 13.1.1)', () => {
  test.each<[string, readonly number[] | '*']>([
    ['*', '*'],
    [' * ', '*'],
    ['"3"', [3]],
    ['"3","4"', [3, 4]],
    ['"3" , "4"', [3, 4]],
    ['\t"3"\t,\t"4"\t', [3, 4]],
    // Section 5.6.1.2: empty elements are ignored.
    ['"3",', [3]],
    [', "3"', [3]],
    ['"3", , ,"4"', [3, 4]],
    // A weak tag matches nothing, nor does one that we never made.
    ['W/"3"', []],
    ['W/"3", "4"', [4]],
    ['"other"', []],
    ['""', []],
    ['"03"', []],
    ['"3.0"', []],
    ['"-3"', []],
    // That of a row of another program.
    ['"0"', [0]],
    ['"00"', []],
    ['"1e3"', []],
    ['"9999999999999999999"', []],
    // A comma may stand inside a tag.
    ['"a,b"', []],
    ['"a,b","3"', [3]],
    ['"a,\\","3"', [3]],
    ['"*"', []],
    ['"é"', []],
  ])('%s demands %j', (header, ifMatch) => {
    for (const method of ['PUT', 'PATCH', 'DELETE'])
      expect(demanded(method, { 'if-match': header })).toEqual({ ifMatch });
  });

  test.each([
    '',
    ' ',
    ',',
    '3',
    '"3',
    '3"',
    "'3'",
    'w/"3"',
    'W/3',
    'W/ "3"',
    '"3" "4"',
    '*, "3"',
    '"3", *',
    '"3"x',
    '"a b"',
    '"a"b"',
    '"\u0000"',
    '"漢"',
    Array.from({ length: 51 }, () => '"3"').join(','),
    ','.repeat(60),
  ])('%j is malformed', (header) => {
    expect(demanded('PUT', { 'if-match': header })).toBe('bad-header');
  });

  test('may list fifty versions', () => {
    const versions = Array.from({ length: 50 }, (_, index) => index + 1);
    expect(demanded('PUT', { 'if-match': versions.map((version) => `"${version}"`).join(',') })).toEqual({
      ifMatch: versions,
    });
  });

  test('is read in time that grows with its length, however it is malformed', () => {
    for (const header of [
      `"${' '.repeat(100_000)}`,
      `${'W/'.repeat(50_000)}"`,
      `${'"",'.repeat(30)}${' '.repeat(100_000)}x`,
    ]) {
      expect(demanded('PUT', { 'if-match': header })).toBe('bad-header');
    }
  });
});

describe('If-None-Match on a write (section 13.1.2)', () => {
  test.each(['*', ' * '])('%j on PUT creates and never overwrites', (header) => {
    expect(demanded('PUT', { 'if-none-match': header })).toEqual({ ifNoneMatch: '*' });
  });

  test.each(['"3"', 'W/"3"', '', '*, *', '3'])('%j is refused, for a write knows no other than "*"', (header) => {
    expect(demanded('PUT', { 'if-none-match': header })).toBe('bad-header');
  });

  test.each(['PATCH', 'DELETE'])('is refused on %s, which cannot create', (method) => {
    expect(demanded(method, { 'if-none-match': '*' })).toBe('bad-header');
  });

  test.each(['*', '"3"'])('is refused beside If-Match: %s, which nothing could meet', (header) => {
    expect(demanded('PUT', { 'if-none-match': '*', 'if-match': header })).toBe('bad-header');
  });
});

test('a write without these headers demands nothing', () => {
  expect(demanded('PUT', {})).toEqual({});
});

describe('If-None-Match on a read (section 13.1.2)', () => {
  // The table of section 8.8.3.2, weak comparison.
  test.each<[string, string, boolean]>([
    ['"1"', '"1"', true],
    ['W/"1"', '"1"', true],
    ['W/"2"', '"1"', false],
    ['"2"', '"1"', false],
    ['"2", W/"1"', '"1"', true],
    ['"2", "3"', '"1"', false],
    ['"a,b", "1"', '"1"', true],
    ['"2",, "1",', '"1"', true],
    ['*', '"1"', true],
    [' * ', '"7"', true],
    ['"01"', '"1"', false],
    ['""', '"1"', false],
  ])('%s finds a copy of %s current: %p', (header, etag, answer) => {
    expect(current(header, etag)).toBe(answer);
  });

  test.each(['', '1', '"1', 'W/1', '*, "1"'])('%j is malformed', (header) => {
    expect(current(header, '"1"')).toBe('bad-header');
  });

  test('finds nothing current where there is no tag', () => {
    expect(current('*', undefined)).toBe(false);
    expect(isCurrent(request('GET', {}), '"1"')).toBe(false);
  });
});
