import { Id } from '../schema/decorators';
import { Domain } from '../schema/domain';
import { Tenant } from '../schema/tenant';
import { gatewayOf } from '../test/usual';
import { banner } from './banner';
import type { BannerFacts } from './banner';

/** A domain of a name. */
function domainNamed(name: string) {
  class Item {
    id!: string;
  }
  Id()(Item.prototype, 'id');
  const typeName = name.replace(/(^|-)\w/g, (letter) => letter.replace('-', '').toUpperCase());
  Object.defineProperty(Item, 'name', { value: typeName });
  Domain(name)(Item);
  return Item;
}

const facts = (change: Partial<BannerFacts> = {}): BannerFacts => ({
  definition: gatewayOf([domainNamed('stamp')]),
  options,
  listening: { url: 'http://127.0.0.1:4711', port: 4711 },
  engine: { endpoint: 'http://127.0.0.1:8000', origin: 'named by DYNAMODB_ENDPOINT' },
  data: 'in memory',
  samples: [],
  milliseconds: 600,
  ...change,
});

const options: BannerFacts['options'] = { host: '127.0.0.1', port: 4711, payload: 'v1', cors: { origins: [] } };

test('every noun is there, on as many lines as they take, and no line is wider than a terminal', () => {
  const names = Array.from({ length: 14 }, (_, index) => `noun-number-${String.fromCharCode(97 + index)}`);
  const printed = banner(facts({ definition: gatewayOf(names.map(domainNamed)) }));
  for (const name of names) expect(printed).toMatch(new RegExp(`[ 1]/${name}( |$)`, 'm'));
  expect(Math.max(...printed.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(120);
});

test('events are there with their port, and what runs beside the gateway with its command', () => {
  const printed = banner(facts({ options: { ...options, beside: 'npm run web' } }));
  expect(printed).toContain('Events                   npm run events -- tail  (http://127.0.0.1:4711/_local/events)\n');
  expect(printed).toContain('Beside it                npm run web\n');
  expect(banner(facts())).not.toContain('Beside it');
});

test('an open gateway says what that means, and how to have another', () => {
  expect(banner(facts())).toContain(
    'OPEN: no sign-in, everyone on this machine may read and write; --auth=jwt asks for tokens\n',
  );
  expect(banner(facts({ tokens: { alice: 'a.b.c' } }))).not.toContain('OPEN');
});

test('the claims of a token are those by which tenants are told', () => {
  @Tenant({ claim: 'org' })
  @Domain('room')
  class Room {
    @Id() id!: string;
  }
  const tokens = { alice: 'a' };
  expect(banner(facts({ tokens, definition: gatewayOf([Room]) }))).toContain('"claims":{"org":"acme"}');
  expect(banner(facts({ tokens }))).toContain('"claims":{"tenant":"acme"}');
});
