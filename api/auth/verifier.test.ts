import { setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openFakeIssuer, subjectOf } from '../../test/tokens';
import type { FakeIssuer } from '../../test/tokens';
import type { LogEntry } from '../logger';
import { checkClaims } from './check-claims';
import { readToken } from './token';
import { createVerifier } from './verifier';
import type { IssuerOptions, Verifier } from './verifier';

const minute = 60_000;
const { signal } = new AbortController();
// Many wait with it at a time, as the calls of a batch do with the signal of their deadline.
setMaxListeners(0, signal);

let issuer: FakeIssuer;
let time: number;
let log: LogEntry[];
const now = (): Date => new Date(time);

beforeEach(async () => {
  // A whole second, so that what ends with it can be told from what ends after it.
  time = Math.floor(Date.now() / 1_000) * 1_000;
  log = [];
  issuer = await openFakeIssuer({ now });
});
afterEach(() => issuer.close());

const open = (options: Partial<IssuerOptions> = {}): Verifier =>
  createVerifier({
    issuers: [{ issuer: issuer.issuer, audience: issuer.audience, jwksUri: issuer.jwksUri, ...options }],
    now,
    log: (entry) => log.push(entry),
  });

const verify = (verifier: Verifier, token: string): ReturnType<Verifier['verify']> =>
  verifier.verify(`Bearer ${token}`, signal);

/** What came of a token: the user's name, or the code of the refusal. */
async function outcome(verifier: Verifier, token: string): Promise<string> {
  return verify(verifier, token).then(
    (caller) => caller?.userName ?? 'nobody',
    (error: any) => error.code ?? String(error),
  );
}

/** The names of the attacks that were not refused as they must be. */
async function survivors(verifier: Verifier): Promise<string[]> {
  const alive: string[] = [];
  for (const name of issuer.attacks) {
    if ((await outcome(verifier, issuer.token(name))) !== 'unauthenticated') alive.push(name);
    // Each attack meets an issuer that may be asked.
    time += minute;
  }
  return alive;
}

describe('who asks', () => {
  test('is nobody without a header', async () => {
    await expect(open().verify(undefined, signal)).resolves.toBeUndefined();
    expect(issuer.fetches.keys).toBe(0);
  });

  test('is the caller of a valid token', async () => {
    const verifier = open();
    const alice = { id: subjectOf('alice'), userName: 'alice', roles: [] };
    await expect(verify(verifier, issuer.token('alice'))).resolves.toMatchObject(alice);
    await expect(verify(verifier, issuer.token('admin'))).resolves.toMatchObject({ roles: ['admin'] });
    for (const scheme of ['bearer', 'BEARER ']) {
      await expect(verifier.verify(`${scheme} ${issuer.token('alice')}`, signal)).resolves.toMatchObject(alice);
    }
  });

  test('is known from odd, but right tokens', async () => {
    const verifier = open();
    for (const name of issuer.oddities) {
      expect([name, await outcome(verifier, issuer.token(name))]).toEqual([name, 'alice']);
    }
  });

  test('is told by the issuer whose token it is', async () => {
    const other = await openFakeIssuer({ now });
    const verifier = createVerifier({
      issuers: [
        { issuer: issuer.issuer, audience: issuer.audience, jwksUri: issuer.jwksUri, roleClaim: 'scope' },
        { issuer: other.issuer, audience: ['x', other.audience], userNameClaim: 'nick', algorithms: ['ES256'] },
      ],
      now,
    });
    await expect(verify(verifier, issuer.make({ scope: 'read write' }))).resolves.toMatchObject({
      userName: 'alice',
      roles: ['read', 'write'],
    });
    await expect(outcome(verifier, other.token('alice'))).resolves.toBe('unauthenticated');
    await expect(outcome(verifier, other.token('es256'))).resolves.toBe('unauthenticated');
    await other.close();
  });
});

describe('attacks', () => {
  test('none gets through, and no address of a token is visited', async () => {
    expect(await survivors(open())).toEqual([]);
    expect(await survivors(open({ jwksUri: undefined }))).toEqual([]);
    expect(issuer.fetches.attacker).toBe(0);
    expect(issuer.attacks.length).toBeGreaterThan(100);
  });

  test('with verification off, the same attacks get through', async () => {
    const gullible: Verifier = {
      verify: async (header) => {
        const claims = JSON.parse(Buffer.from(header!.split('.')[1]!, 'base64').toString());
        return { id: claims.sub, userName: claims.username, roles: claims.roles };
      },
    };
    const alive = await survivors(gullible);
    for (const name of ['alg-none', 'hs-confusion', 'tampered', 'expired', 'jku-attacker', 'dup-claims']) {
      expect(alive).toContain(name);
    }
    expect(alive.length).toBeGreaterThan(80);
  });

  test('every token that the bad inputs name is made', () => {
    const rows = readFileSync(join(__dirname, '../../test/data/bad-inputs.jsonl'), 'utf8');
    const users = ['alice', 'bob', 'admin', 'empty', 'stale', 'huge'];
    const names = [...new Set([...rows.matchAll(/{{jwt:([^}]+)}}/g)].map(([, name]) => name!))];
    expect(names.filter((name) => !users.includes(name) && !issuer.attacks.includes(name))).toEqual([]);
  });

  test.each(['', ' ', 'Bearer', 'Bearer ', 'Basic YTpi', 'Bearer a b', 'token', 'Bearer\t1.2.3', 'Digest a.b.c'])(
    'the header %j is no token',
    async (header) => {
      await expect(open().verify(header, signal)).rejects.toMatchObject({ code: 'unauthenticated' });
    },
  );

  test('a token in any other scheme is refused', async () => {
    const token = issuer.token('alice');
    for (const header of [token, `Token ${token}`, `Bearer:${token}`, `Bearer ${token} `, ` Bearer ${token}`]) {
      await expect(open().verify(header, signal)).rejects.toMatchObject({ code: 'unauthenticated' });
    }
  });

  test('10,000 random bit flips of a valid token: none is accepted', async () => {
    const verifier = open();
    const tokens = [issuer.token('alice'), issuer.token('es256')];
    for (const token of tokens) expect(await outcome(verifier, token)).toBe('alice');
    const random = randomFrom(20_261_121);
    const accepted: string[] = [];
    for (let flips = 0; flips < 10_000; flips += 1) {
      const bytes = Buffer.from(tokens[flips % 2]!, 'latin1');
      const at = Math.floor(random() * bytes.length);
      bytes[at]! ^= 1 << Math.floor(random() * 8);
      const result = await outcome(verifier, bytes.toString('latin1'));
      if (result !== 'unauthenticated') accepted.push(`byte ${at}: ${result}`);
    }
    expect(accepted).toEqual([]);
    expect(issuer.fetches.keys).toBeLessThanOrEqual(2);
  });

  test('a verifier that looks at no signature accepts flips: it is the signature that refuses them', () => {
    const trusting = (text: string): boolean => {
      try {
        checkClaims(readToken(`Bearer ${text}`).claims, [issuer.audience], now());
        return true;
      } catch {
        return false;
      }
    };
    const token = issuer.token('alice');
    const random = randomFrom(20_261_121);
    let accepted = 0;
    for (let flips = 0; flips < 1000; flips += 1) {
      const bytes = Buffer.from(token, 'latin1');
      bytes[Math.floor(random() * bytes.length)]! ^= 1 << Math.floor(random() * 8);
      if (trusting(bytes.toString('latin1'))) accepted += 1;
    }
    expect(trusting(token)).toBe(true);
    expect(accepted).toBeGreaterThan(50);
  });

  test('every other last letter of the three parts is refused', async () => {
    const verifier = open();
    const token = issuer.token('es256');
    const ends = [token.indexOf('.') - 1, token.lastIndexOf('.') - 1, token.length - 1];
    for (const end of ends) {
      for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_') {
        const changed = token.slice(0, end) + letter + token.slice(end + 1);
        expect(await outcome(verifier, changed)).toBe(changed === token ? 'alice' : 'unauthenticated');
      }
    }
  });

  test('no refusal and no log entry has a part of the token in it', async () => {
    const verifier = open();
    const canary = 'canary-4711';
    for (const change of [
      { sub: undefined },
      { exp: 1 },
      { nbf: 1e10 },
      { aud: canary },
      { iss: canary },
      { username: `${canary}\n` },
    ]) {
      const error: any = await verify(verifier, issuer.make({ email: canary, ...change }, { kid: canary })).catch(
        (thrown: unknown) => thrown,
      );
      expect(error.name).toBe('ServiceError');
      expect(JSON.stringify([error.message, error.details, error.cause ?? null])).not.toContain(canary);
    }
    issuer.behave('down');
    await verify(open(), issuer.make({ email: canary }, { kid: canary })).catch(() => undefined);
    expect(log).toHaveLength(1);
    expect(JSON.stringify(log)).not.toContain(canary);
    expect(JSON.stringify(log)).not.toContain('eyJ');
  });
});

describe('the keys of an issuer', () => {
  test('are fetched once for fifty first uses at a time', async () => {
    const verifier = open({ jwksUri: undefined });
    const callers = await Promise.all(Array.from({ length: 50 }, () => verify(verifier, issuer.token('alice'))));
    expect(callers.every((caller) => caller?.userName === 'alice')).toBe(true);
    expect(issuer.fetches).toEqual({ configuration: 1, keys: 1, attacker: 0 });
  });

  test('are fetched at most once more in 30 s for 500 made-up key ids', async () => {
    const verifier = open();
    await verify(verifier, issuer.token('alice'));
    const madeUp = async (from: number): Promise<string[]> => {
      // All of them first: while they are signed, nothing that the issuer answers would be read.
      const tokens = Array.from({ length: 250 }, (_, index) => issuer.make({}, { kid: `made-up-${from + index}` }));
      return Promise.all(tokens.map(async (token) => outcome(verifier, token)));
    };
    const outcomes = await madeUp(0);
    time += 29_000;
    outcomes.push(...(await madeUp(250)));
    expect(new Set(outcomes)).toEqual(new Set(['unauthenticated']));
    expect(issuer.fetches.keys).toBe(2);
    time += 2_000;
    await madeUp(0);
    expect(issuer.fetches.keys).toBe(3);
  });

  test('are not asked for by a token that cannot count in any case', async () => {
    const verifier = open();
    for (const kid of [undefined, null, '', 7, ['main-rsa'], {}, 'k'.repeat(257)]) {
      await expect(outcome(verifier, issuer.make({}, { kid }))).resolves.toBe('unauthenticated');
    }
    for (const name of ['wrong-iss', 'expired', 'wrong-aud', 'no-sub', 'alg-none', 'hs-confusion', 'crit-unknown']) {
      await expect(outcome(verifier, issuer.token(name))).resolves.toBe('unauthenticated');
    }
    expect(issuer.fetches.keys).toBe(0);
  });

  test('are looked for anew when they are no longer where they were', async () => {
    const verifier = open({ jwksUri: undefined });
    await verify(verifier, issuer.token('alice'));
    issuer.behave('down');
    await outcome(verifier, issuer.make({}, { kid: 'new' }));
    issuer.behave('good');
    time += minute;
    await outcome(verifier, issuer.make({}, { kid: 'new' }));
    expect(issuer.fetches).toMatchObject({ configuration: 2, keys: 3 });
  });

  test('are taken as they are for ten minutes, and then fetched anew behind the answer', async () => {
    const verifier = open();
    await verify(verifier, issuer.token('alice'));
    time += 9 * minute;
    await verify(verifier, issuer.token('alice'));
    expect(issuer.fetches.keys).toBe(1);
    time += 2 * minute;
    issuer.behave('hanging');
    await expect(outcome(verifier, issuer.token('alice'))).resolves.toBe('alice');
    // The fetch has not even been given up.
    expect(log).toEqual([]);
    await until(() => issuer.fetches.keys === 2);
    await until(() => log.length === 1);
    issuer.behave('good');
    time += minute;
    await verify(verifier, issuer.token('alice'));
    await until(() => issuer.fetches.keys === 3);
  });

  test('that are known keep working while the issuer is down for an hour', async () => {
    const verifier = open({ jwksUri: undefined });
    await verify(verifier, issuer.token('alice'));
    time += 9 * minute;
    issuer.behave('down');
    for (let minutes = 0; minutes <= 60; minutes += 1) {
      expect([minutes, await outcome(verifier, issuer.token('alice'))]).toEqual([minutes, 'alice']);
      expect([minutes, await outcome(verifier, issuer.make({}, { kid: 'new' }))]).toEqual([minutes, 'unavailable']);
      time += minute;
    }
    issuer.behave('good');
    await expect(outcome(verifier, issuer.token('alice'))).resolves.toBe('alice');
    await expect(outcome(verifier, issuer.make({}, { kid: 'new' }))).resolves.toBe('unauthenticated');
  });

  test('do not count for ever without the issuer', async () => {
    const verifier = open();
    await verify(verifier, issuer.token('alice'));
    issuer.behave('down');
    time += 121 * minute;
    await expect(outcome(verifier, issuer.token('alice'))).resolves.toBe('unavailable');
  });

  test('are found when the issuer has rotated them, and the withdrawn ones no longer count', async () => {
    const verifier = open();
    const old = issuer.token('alice');
    await expect(outcome(verifier, old)).resolves.toBe('alice');
    issuer.behave('rotated');
    await expect(outcome(verifier, issuer.token('bob'))).resolves.toBe('bob');
    expect(issuer.fetches.keys).toBe(2);
    await expect(outcome(verifier, old)).resolves.toBe('unauthenticated');
  });

  test('that were withdrawn no longer count after twenty minutes, even if nothing runs behind an answer', async () => {
    const verifier = open();
    await verify(verifier, issuer.token('alice'));
    issuer.behave('rotated');
    time += 21 * minute;
    await expect(outcome(verifier, issuer.make())).resolves.toBe('unauthenticated');
  });

  test('survive a clock that is set back', async () => {
    const verifier = open();
    await verify(verifier, issuer.token('alice'));
    issuer.behave('down');
    time -= 5 * minute;
    await expect(outcome(verifier, issuer.token('alice'))).resolves.toBe('alice');
  });
});

describe('an issuer in trouble', () => {
  test.each(['down', 'failing', 'garbage', 'huge', 'redirecting'] as const)(
    'that is %s makes a first token wait, and the next one good',
    async (mode) => {
      for (const jwksUri of [issuer.jwksUri, undefined]) {
        const verifier = open({ jwksUri });
        issuer.behave(mode);
        await expect(verify(verifier, issuer.token('alice'))).rejects.toMatchObject({
          code: 'unavailable',
          details: { retryAfterSeconds: 1 },
        });
        expect(log.at(-1)).toMatchObject({ level: 'warn', issuer: issuer.issuer });
        issuer.behave('good');
        time += 1_000;
        await expect(outcome(verifier, issuer.token('alice'))).resolves.toBe('alice');
      }
    },
  );

  test.each(['hanging', 'dripping'] as const)(
    'that is %s is given up in time for a refusal within two seconds',
    async (mode) => {
      for (const jwksUri of [issuer.jwksUri, undefined]) {
        const verifier = open({ jwksUri });
        issuer.behave(mode);
        await expect(verify(verifier, issuer.token('alice'))).rejects.toMatchObject({
          code: 'unavailable',
          details: { retryAfterSeconds: 1 },
        });
        expect(JSON.stringify(log.at(-1))).toContain('the issuer did not answer within 1500 ms');
        issuer.behave('good');
        time += 1_000;
        await expect(outcome(verifier, issuer.token('alice'))).resolves.toBe('alice');
      }
    },
  );

  test('that hangs keeps known keys waiting at most once in 30 s', async () => {
    const verifier = open();
    await verify(verifier, issuer.token('alice'));
    issuer.behave('hanging');
    time += 30 * minute;
    await expect(outcome(verifier, issuer.token('alice'))).resolves.toBe('alice');
    const asked = issuer.fetches.keys;
    await expect(outcome(verifier, issuer.token('alice'))).resolves.toBe('alice');
    expect(issuer.fetches.keys).toBe(asked);
  });

  test('that nobody listens for is unavailable', async () => {
    const gone = await openFakeIssuer({ now });
    const verifier = createVerifier({ issuers: [gone], now, log: () => undefined });
    await gone.close();
    await expect(outcome(verifier, gone.token('alice'))).resolves.toBe('unavailable');
  });

  test('that is down is asked once for all in a second, and says when to come again', async () => {
    const verifier = open();
    issuer.behave('down');
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => outcome(verifier, issuer.token('alice'))));
    outcomes.push(await outcome(verifier, issuer.token('alice')));
    expect(new Set(outcomes)).toEqual(new Set(['unavailable']));
    expect(issuer.fetches.keys).toBe(1);

    issuer.behave('good');
    time += 1_000;
    await verify(verifier, issuer.token('alice'));
    issuer.behave('down');
    await outcome(verifier, issuer.make({}, { kid: 'new' }));
    time += 12_000;
    await expect(verify(verifier, issuer.make({}, { kid: 'new' }))).rejects.toMatchObject({
      details: { retryAfterSeconds: 18 },
    });
  });

  test('makes a request wait no longer than its own time', async () => {
    issuer.behave('hanging');
    const verifier = open();
    const impatient = new AbortController();
    setTimeout(() => impatient.abort(), 100);
    const patient = outcome(verifier, issuer.token('alice'));
    await expect(verifier.verify(`Bearer ${issuer.token('alice')}`, impatient.signal)).rejects.toMatchObject({
      code: 'unavailable',
    });
    // The fetch goes on, for others.
    expect(log).toEqual([]);
    await expect(verifier.verify(`Bearer ${issuer.token('alice')}`, impatient.signal)).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(log).toEqual([]);
    await expect(patient).resolves.toBe('unavailable');
  });

  test('whose fetch was frozen with the process is asked anew', async () => {
    const verifier = open();
    issuer.behave('hanging');
    const frozen = outcome(verifier, issuer.token('alice'));
    await until(() => issuer.fetches.keys === 1);
    time += minute;
    issuer.behave('good');
    await expect(outcome(verifier, issuer.token('alice'))).resolves.toBe('alice');
    expect(issuer.fetches.keys).toBe(2);
    await frozen;
    issuer.behave('down');
    await expect(outcome(verifier, issuer.token('alice'))).resolves.toBe('alice');
  });

  test('whose old answer comes after a newer one brings no withdrawn keys back', async () => {
    let thaw = (): void => undefined;
    const frozen = new Promise<void>((done) => (thaw = done));
    let calls = 0;
    const verifier = createVerifier({
      issuers: [{ issuer: issuer.issuer, audience: issuer.audience, jwksUri: issuer.jwksUri }],
      now,
      fetch: async (...given) => {
        const response = await fetch(...given);
        calls += 1;
        if (calls === 1) await frozen;
        return response;
      },
    });
    const old = outcome(verifier, issuer.token('alice'));
    await until(() => calls === 1);
    issuer.behave('rotated');
    time += minute;
    await expect(outcome(verifier, issuer.token('bob'))).resolves.toBe('bob');
    thaw();
    await expect(old).resolves.toBe('unauthenticated');
    await expect(outcome(verifier, issuer.token('bob'))).resolves.toBe('bob');
    expect(issuer.fetches.keys).toBe(2);
  });

  test('whose configuration is that of another is not believed', async () => {
    issuer.behave('impostor');
    await expect(outcome(open({ jwksUri: undefined }), issuer.token('alice'))).resolves.toBe('unavailable');
    expect(issuer.fetches).toMatchObject({ configuration: 1, keys: 0 });
  });

  test('out in the world cannot send us to this machine', async () => {
    const asked: string[] = [];
    const world = 'https://issuer.example/';
    const verifier = createVerifier({
      issuers: [{ issuer: world, audience: issuer.audience }],
      now,
      log: (entry) => log.push(entry),
      fetch: async (url) => {
        asked.push(url as string);
        return new Response(JSON.stringify({ issuer: world, jwks_uri: issuer.jwksUri }));
      },
    });
    await expect(outcome(verifier, issuer.make({ iss: world }))).resolves.toBe('unavailable');
    expect(asked).toEqual(['https://issuer.example/.well-known/openid-configuration']);
  });

  test('is given up even by a fetch that does not heed its signal', async () => {
    const verifier = createVerifier({
      issuers: [issuer],
      now,
      log: () => undefined,
      fetch: () => new Promise(() => {}),
    });
    await expect(outcome(verifier, issuer.token('alice'))).resolves.toBe('unavailable');
  });
});

describe('a verifier', () => {
  test.each<[string, unknown]>([
    ['no issuer', []],
    ['an issuer twice', [options(), options()]],
    ['no audience', [options({ audience: '' })]],
    ['an empty list of audiences', [options({ audience: [] })]],
    ['plain http', [options({ issuer: 'http://issuer.example' })]],
    ['keys over plain http', [options({ jwksUri: 'http://issuer.example/keys' })]],
    ['a host that only looks like this machine', [options({ issuer: 'http://127.0.0.1.issuer.example' })]],
    ['a password in the address', [options({ issuer: 'https://me:secret@issuer.example' })]],
    ['an address that is none', [options({ issuer: 'issuer.example' })]],
    ['a file', [options({ jwksUri: 'file:///etc/passwd' })]],
    ['no algorithm', [options({ algorithms: [] })]],
    ['a shared secret', [options({ algorithms: ['HS256'] })]],
    ['no signature', [options({ algorithms: ['none'] })]],
    ['an inherited name', [options({ algorithms: ['constructor'] })]],
  ])('cannot be made with %s', (_, issuers) => {
    expect(() => createVerifier({ issuers: issuers as IssuerOptions[] })).toThrow(/^[A-Z].*\.$/);
  });

  function options(others: object = {}): object {
    return { issuer: 'https://issuer.example', audience: 'tandem', ...others };
  }
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((done) => setTimeout(done, 10));
}

/** Numbers from 0 to 1 that are the same in each run (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
