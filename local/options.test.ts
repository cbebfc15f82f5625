import { readUnits, requestRates } from '../services/limits';
import { readOptions, UsageError } from './options';

it('has defaults for everything', () => {
  expect(readOptions([])).toEqual({
    memory: false,
    host: '127.0.0.1',
    port: 4000,
    payload: 'v1',
    auth: 'open',
    cors: { origins: ['loopback'], credentials: false },
    readUnits,
    rate: requestRates.prod,
    yes: false,
    help: false,
  });
});

it('reads every option', () => {
  const line = [
    '--memory',
    '--host=0.0.0.0',
    '--port',
    '4100',
    '--payload=v2',
    '--auth=jwt',
    '--cors=https://shop.example',
    '--rate=10',
    '--burst=20',
    '--beside=npm run web',
    '--yes',
    '--help',
  ];
  expect(readOptions(line, { READ_UNITS: '800', READ_UNITS_ANONYMOUS: '90' })).toEqual({
    memory: true,
    host: '0.0.0.0',
    port: 4100,
    payload: 'v2',
    auth: 'jwt',
    cors: { origins: ['https://shop.example'], credentials: false },
    readUnits: { signedIn: 800, anonymous: 90 },
    rate: { perSecond: 10, burst: 20 },
    beside: 'npm run web',
    yes: true,
    help: true,
  });
});

it('lets no more through at once than in a second when only the rate is given', () => {
  expect(readOptions(['--rate=10']).rate).toEqual({ perSecond: 10, burst: 10 });
  expect(readOptions(['--burst=5']).rate).toEqual({ perSecond: requestRates.prod.perSecond, burst: 5 });
});

it.each([
  ['--prot=1', /--prot/],
  ['--port=http', /--port takes a number from 0 to 65535, not "http"/],
  ['--port=65536', /--port takes a number/],
  ['--port=-1', /--port takes a number/],
  ['--host=http://shop.test', /--host takes a name or an address without a port/],
  ['--cors=shop.example', /--cors or CORS_ORIGINS: "shop.example" is no origin/],
  ['--payload=v3', /--payload takes v1, v2, url or alb, not "v3"/],
  ['--auth=none', /--auth takes open or jwt, not "none"/],
  ['--rate=0', /--rate takes a whole number of requests from 1 to 9999999, not "0"/],
  ['--rate=ten', /--rate takes/],
  ['--burst=1.5', /--burst takes/],
  ['--memory=yes', /--memory/],
  ['stray', /stray/],
])('refuses %s in words', (argument, words) => {
  expect(() => readOptions([argument])).toThrow(UsageError);
  expect(() => readOptions([argument])).toThrow(words);
});
