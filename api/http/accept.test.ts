import { accepts, acceptsCoding, acceptsJson, mediaTypeOf } from './accept';

describe('an Accept header (RFC 9110, section 12.5.1)', () => {
  test.each<[string | undefined, boolean]>([
    [undefined, true],
    ['', true],
    ['  ', true],
    ['application/json', true],
    ['APPLICATION/JSON', true],
    ['application/json; charset=utf-8', true],
    ['application/json;q=0.1', true],
    ['application/*', true],
    ['*/*', true],
    ['text/html, */*;q=0.8', true],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8', true],
    ['text/html', false],
    ['text/*', false],
    ['application/xml', false],
    ['application/jsonp', false],
    ['application/vnd.api+json', false],
    ['application/problem+json', false],
    ['json', false],
    ['*', false],
    [',', false],
    // The most specific range decides (section 12.5.1), and a quality of 0 refuses.
    ['application/json;q=0', false],
    ['application/json;q=0.0', false],
    ['application/json;q=0.000, */*', false],
    ['*/*, application/json;q=0', false],
    ['application/*;q=0, */*', false],
    ['application/*;q=0, application/json', true],
    ['*/*;q=0, application/json', true],
    ['*/*;q=0', false],
    ['application/json; Q=0', false],
    ['application/json ; q=0', false],
  ])('%p takes application/json: %p', (header, taken) => {
    expect(accepts(header, 'application/json')).toBe(taken);
  });
});

describe('an Accept-Encoding header (RFC 9110, section 12.5.3)', () => {
  test.each<[string | undefined, boolean]>([
    [undefined, false],
    ['', false],
    ['gzip', true],
    ['GZip', true],
    ['deflate, gzip;q=1.0', true],
    ['*', true],
    ['gzip;q=0', false],
    ['gzip;q=0, *', false],
    ['*;q=0, gzip', true],
    ['br', false],
  ])('%p asks for gzip: %p', (header, asked) => {
    expect(acceptsCoding(header, 'gzip')).toBe(asked);
  });
});

describe('a Content-Type header', () => {
  test.each<[string | undefined, { name: string; charset?: string }]>([
    [undefined, { name: '' }],
    ['', { name: '' }],
    ['application/json', { name: 'application/json' }],
    ['Application/JSON', { name: 'application/json' }],
    ['application/json;charset=utf-8', { name: 'application/json', charset: 'utf-8' }],
    ['application/json ; Charset="UTF-8"', { name: 'application/json', charset: 'utf-8' }],
    ['application/merge-patch+json; x=1; charset=latin1', { name: 'application/merge-patch+json', charset: 'latin1' }],
    ['text/plain', { name: 'text/plain' }],
  ])('%p names %j', (header, type) => {
    expect(mediaTypeOf(header)).toEqual(type);
  });
});

test.each<[string | undefined, boolean]>([
  [undefined, true],
  ['application/json', true],
  ['application/graphql-response+json', true],
  ['text/html, application/Problem+JSON;q=0.5', true],
  ['application/problem+json;q=0', false],
  ['application/jsonp', false],
  ['text/html', false],
])('JSON under Accept %j: %s', (header, taken) => {
  expect(acceptsJson(header)).toBe(taken);
});
