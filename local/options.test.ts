import { readOptions, UsageError } from './options';

it('has defaults for everything', () => {
  expect(readOptions([])).toEqual({ memory: false, port: 4000, payload: 'v1', auth: 'open', help: false });
});

it('reads every option', () => {
  const line = ['--memory', '--port', '4100', '--payload=v2', '--auth=jwt', '--help'];
  expect(readOptions(line)).toEqual({ memory: true, port: 4100, payload: 'v2', auth: 'jwt', help: true });
});

it.each([
  ['--prot=1', /--prot/],
  ['--port=http', /--port takes a number from 0 to 65535, not "http"/],
  ['--port=65536', /--port takes a number/],
  ['--port=-1', /--port takes a number/],
  ['--payload=v3', /--payload takes v1 or v2, not "v3"/],
  ['--auth=none', /--auth takes open or jwt, not "none"/],
  ['--memory=yes', /--memory/],
  ['stray', /stray/],
])('refuses %s in words', (argument, words) => {
  expect(() => readOptions([argument])).toThrow(UsageError);
  expect(() => readOptions([argument])).toThrow(words);
});
