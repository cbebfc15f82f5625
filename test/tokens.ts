import { createHmac, createPublicKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the fake issuer answers those who ask for its keys. */
export type IssuerMode =
  'good' | 'down' | 'failing' | 'hanging' | 'dripping' | 'rotated' | 'garbage' | 'huge' | 'redirecting' | 'impostor';

/** An issuer of tokens on loopback that can fail in every way, with good tokens and every bad one we know. */
export interface FakeIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUri: string;
  /** How often each document was asked for; `attacker` counts the addresses that only tokens name. */
  readonly fetches: { configuration: number; keys: number; attacker: number };
  behave(mode: IssuerMode): void;
  /** A token by its name, as `{{jwt:…}}` in data/bad-inputs.jsonl; any other name is that of a user. */
  token(name: string): string;
  /** A valid token with other claims or header members; what is undefined is left out. */
  make(claims?: object, header?: object): string;
  /** Every token that must be refused, by name. */
  readonly attacks: readonly string[];
  /** Tokens that must be taken although they look odd, by name. */
  readonly oddities: readonly string[];
  close(): Promise<void>;
}

/** Who is allowed what does not depend on the subject: it is another text than the name, as with real issuers. */
export const subjectOf = (userName: string): string => `subject-of-${userName}`;

const audience = 'tandem-test';

interface SigningKey {
  readonly kid: string;
  readonly alg: 'RS256' | 'ES256' | 'ES384';
  readonly privateKey: KeyObject;
}

const rsa = (kid: string, modulusLength = 2048): SigningKey => ({
  kid,
  alg: 'RS256',
  privateKey: generateKeyPairSync('rsa', { modulusLength }).privateKey,
});
const ec = (kid: string, namedCurve: 'P-256' | 'P-384' = 'P-256'): SigningKey => ({
  kid,
  alg: namedCurve === 'P-256' ? 'ES256' : 'ES384',
  privateKey: generateKeyPairSync('ec', { namedCurve }).privateKey,
});

/** Keys take a while to make; one set is enough for a file of tests. */
let madeKeys: ReturnType<typeof makeKeys> | undefined;

function makeKeys() {
  return {
    main: rsa('main-rsa'),
    curve: ec('main-ec'),
    rotated: rsa('rotated-rsa'),
    attacker: rsa('attacker'),
    attackerCurve: ec('attacker-ec'),
    // Published by the issuer, but of no use for us: too short, for encryption, of another curve, a shared secret.
    short: rsa('short-rsa', 1024),
    encrypting: rsa('encrypting-rsa'),
    wrapping: rsa('wrapping-rsa'),
    otherCurve: ec('other-ec', 'P-384'),
    // Without `alg` in the key set, so that only its kind says what it may verify.
    plainCurve: ec('plain-ec'),
  };
}

const sharedSecret = Buffer.alloc(32, 's');

export const encodePart = (part: unknown): string =>
  Buffer.from(typeof part === 'string' || Buffer.isBuffer(part) ? part : JSON.stringify(part)).toString('base64url');

const publicJwk = ({ kid, alg, privateKey }: SigningKey): Record<string, unknown> => ({
  ...createPublicKey(privateKey).export({ format: 'jwk' }),
  kid,
  alg,
  use: 'sig',
});

const signatureOf = (
  signed: string,
  { alg, privateKey }: SigningKey,
  dsaEncoding: 'ieee-p1363' | 'der' = 'ieee-p1363',
): string =>
  sign(alg === 'ES384' ? 'sha384' : 'sha256', Buffer.from(signed), { key: privateKey, dsaEncoding }).toString(
    'base64url',
  );

/** Header and payload, as objects or as the texts to encode, with a true signature. */
const signedToken = (header: unknown, claims: unknown, key: SigningKey): string => {
  const signed = `${encodePart(header)}.${encodePart(claims)}`;
  return `${signed}.${signatureOf(signed, key)}`;
};

/** Opens the fake issuer; it answers well until it is told otherwise. */
export async function openFakeIssuer({
  now = () => new Date(),
}: { readonly now?: () => Date } = {}): Promise<FakeIssuer> {
  const keys = (madeKeys ??= makeKeys());
  const fetches = { configuration: 0, keys: 0, attacker: 0 };
  let mode: IssuerMode = 'good';

  const server = createServer((request, response) => answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const jwksUri = `${issuer}/keys`;

  const keySet = (): object => ({
    keys: [
      null,
      { kty: 'new', kid: 'unheard-of' },
      { kty: 'oct', kid: 'shared', k: sharedSecret.toString('base64url') },
      { ...publicJwk(keys.encrypting), use: 'enc', alg: undefined },
      { ...publicJwk(keys.wrapping), use: undefined, alg: undefined, key_ops: ['wrapKey'] },
      { ...publicJwk(keys.short) },
      { ...publicJwk(keys.otherCurve), alg: undefined },
      { ...publicJwk(keys.plainCurve), alg: undefined },
      ...(mode === 'rotated' ? [publicJwk(keys.rotated)] : [publicJwk(keys.main), publicJwk(keys.curve)]),
    ],
  });

  function answer(request: IncomingMessage, response: ServerResponse): void {
    response.on('error', () => undefined);
    if (request.url!.startsWith('/attacker')) {
      fetches.attacker += 1;
      return void response.end(JSON.stringify({ keys: [publicJwk(keys.attacker)] }));
    }
    if (request.url === '/elsewhere') return void response.end(JSON.stringify(keySet()));
    const configuration = request.url === '/.well-known/openid-configuration';
    fetches[configuration ? 'configuration' : 'keys'] += 1;
    const document = configuration
      ? { issuer: mode === 'impostor' ? `${issuer}/other` : issuer, jwks_uri: jwksUri }
      : keySet();
    if (mode === 'down') return void request.socket.destroy();
    if (mode === 'hanging') return;
    if (mode === 'failing') return void response.writeHead(500).end(JSON.stringify(document));
    if (mode === 'garbage') return void response.end('<html>Be right back</html>');
    if (mode === 'redirecting') return void response.writeHead(302, { location: `${issuer}/elsewhere` }).end();
    if (mode === 'huge') return void response.end(JSON.stringify({ ...document, padding: 'x'.repeat(300 * 1024) }));
    if (mode === 'dripping') {
      response.write('{');
      const drip = setInterval(() => response.write(' '), 100);
      return void response.on('close', () => clearInterval(drip));
    }
    response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
  }

  const header = (key: SigningKey, others: object = {}): Record<string, unknown> => ({
    alg: key.alg,
    typ: 'JWT',
    kid: key.kid,
    ...others,
  });
  const seconds = (): number => Math.floor(now().getTime() / 1000);
  const claims = (userName: string, others: object = {}): Record<string, unknown> => ({
    iss: issuer,
    aud: audience,
    sub: subjectOf(userName),
    username: userName,
    roles: userName === 'admin' ? ['admin'] : [],
    iat: seconds(),
    exp: seconds() + 3600,
    jti: randomUUID(),
    ...others,
  });

  /** A token of alice that is right but for what is said. */
  const alice = (others: object = {}, head: object = {}, key: SigningKey = keys.main): string =>
    signedToken(header(key, head), claims('alice', others), key);
  const withSignature = (head: object, signature: (signed: string) => string): string => {
    const signed = `${encodePart({ typ: 'JWT', ...head })}.${encodePart(claims('alice'))}`;
    return `${signed}.${signature(signed)}`;
  };
  const hmac = (secret: string | Buffer, head: object = {}): string =>
    withSignature({ alg: 'HS256', kid: keys.main.kid, ...head }, (signed) =>
      createHmac('sha256', secret).update(signed).digest('base64url'),
    );
  const unsigned = (alg: unknown): string => withSignature({ alg, kid: keys.main.kid }, () => '');
  const spoiled = (change: (parts: [string, string, string]) => string): string =>
    change(alice().split('.') as [string, string, string]);
  const text = (value: object): string => JSON.stringify(value);
  const mainPublicKey = createPublicKey(keys.main.privateKey);
  /** The order of the group of P-256: as a signature number it is zero (CVE-2022-21449). */
  const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');
  const curveSignature = (bytes: Buffer): string =>
    withSignature({ alg: 'ES256', kid: keys.curve.kid }, () => bytes.toString('base64url'));

  const attacks: Record<string, () => string> = {
    // Those that data/bad-inputs.jsonl names.
    'alg-none': () => unsigned('none'),
    'hs-confusion': () => hmac(mainPublicKey.export({ type: 'spki', format: 'pem' })),
    expired: () => alice({ iat: seconds() - 7200, exp: seconds() - 3600 }),
    'nbf-future': () => alice({ nbf: seconds() + 3600 }),
    'wrong-iss': () => alice({ iss: 'https://attacker.example' }),
    'no-aud': () => alice({ aud: undefined }),
    'no-sub': () => alice({ sub: undefined }),
    'unknown-kid': () => alice({}, { kid: 'nobody-has-this' }),
    'x5u-attacker': () => alice({}, { x5u: `${issuer}/attacker/certificate` }, keys.attacker),
    'jwk-attacker': () => alice({}, { jwk: publicJwk(keys.attacker) }, keys.attacker),
    'crit-unknown': () => alice({}, { crit: ['https://example.com/stricter'], 'https://example.com/stricter': true }),
    tampered: () =>
      spoiled(([head, , signature]) => `${head}.${encodePart(claims('alice', { roles: ['admin'] }))}.${signature}`),
    'es256-zero': () => curveSignature(Buffer.alloc(64)),
    'two-segments': () => spoiled(([head, payload]) => `${head}.${payload}`),
    jwe: () => [{ alg: 'dir', enc: 'A256GCM' }, '', 'nonce', 'text', 'tag'].map(encodePart).join('.'),
    'dup-claims': () =>
      signedToken(
        header(keys.main),
        text(claims('alice')).replace('{', `{"sub":${text(subjectOf('bob') as never)},`),
        keys.main,
      ),

    // Signed with nothing, or with what is no secret.
    'alg-None': () => unsigned('None'),
    'alg-NONE': () => unsigned('NONE'),
    'alg-nOnE': () => unsigned('nOnE'),
    'alg-none-with-a-signature': () =>
      spoiled(([, payload, signature]) => `${encodePart({ alg: 'none', kid: keys.main.kid })}.${payload}.${signature}`),
    'alg-none-in-two-segments': () => unsigned('none').slice(0, -1),
    'alg-missing': () => alice({}, { alg: undefined }),
    'alg-empty': () => alice({}, { alg: '' }),
    'alg-in-lower-case': () => alice({}, { alg: 'rs256' }),
    'alg-as-a-list': () => alice({}, { alg: ['RS256'] }),
    'alg-inherited': () => alice({}, { alg: 'constructor' }),
    'alg-not-pinned': () => {
      const signed = `${encodePart(header(keys.main, { alg: 'RS512', kid: keys.main.kid }))}.${encodePart(claims('alice'))}`;
      return `${signed}.${sign('sha512', Buffer.from(signed), keys.main.privateKey).toString('base64url')}`;
    },
    'no-signature': () => spoiled(([head, payload]) => `${head}.${payload}.`),
    'signature-of-another-token': () => spoiled(([head, payload]) => `${head}.${payload}.${alice().split('.')[2]}`),
    'signature-cut': () => spoiled(([head, payload, signature]) => `${head}.${payload}.${signature.slice(0, -4)}`),
    'signature-of-zeros': () => spoiled(([head, payload]) => `${head}.${payload}.${encodePart(Buffer.alloc(256))}`),
    'hs-confusion-pkcs1': () => hmac(mainPublicKey.export({ type: 'pkcs1', format: 'pem' })),
    'hs-confusion-der': () => hmac(mainPublicKey.export({ type: 'spki', format: 'der' })),
    'hs-confusion-jwk': () => hmac(text(publicJwk(keys.main))),
    'hs-confusion-modulus': () => hmac(Buffer.from(publicJwk(keys.main).n as string, 'base64url')),
    'hs-empty-secret': () => hmac(''),
    'hs-published-secret': () => hmac(sharedSecret, { kid: 'shared' }),
    'hs-named-rs': () => hmac(mainPublicKey.export({ type: 'spki', format: 'pem' }), { alg: 'RS256' }),
    'es256-order': () => curveSignature(Buffer.concat([order, order])),
    'es256-one-and-order': () => curveSignature(Buffer.concat([Buffer.alloc(31), Buffer.from([1]), order])),
    'es256-short': () => curveSignature(Buffer.alloc(2, 1)),
    'es256-in-der': () => withSignature(header(keys.curve), (signed) => signatureOf(signed, keys.curve, 'der')),

    // Signed with a true key that is of no use for this.
    'rs256-with-a-curve': () => alice({}, { alg: 'RS256' }, keys.plainCurve),
    'es256-with-rsa': () => alice({}, { alg: 'ES256' }),
    'es256-with-another-curve': () =>
      withSignature({ alg: 'ES256', kid: keys.otherCurve.kid }, (signed) =>
        sign('sha256', Buffer.from(signed), { key: keys.otherCurve.privateKey, dsaEncoding: 'ieee-p1363' }).toString(
          'base64url',
        ),
      ),
    'es384-not-pinned': () => alice({}, {}, keys.otherCurve),
    'short-key': () => alice({}, {}, keys.short),
    'key-for-encryption': () => alice({}, {}, keys.encrypting),
    'key-for-wrapping': () => alice({}, {}, keys.wrapping),
    'key-withdrawn': () => alice({}, {}, keys.rotated),

    // The token names its own key.
    'attacker-with-a-known-kid': () => alice({}, { kid: keys.main.kid }, keys.attacker),
    'attacker-curve': () => alice({}, { jwk: publicJwk(keys.attackerCurve) }, keys.attackerCurve),
    'jwk-attacker-with-a-known-kid': () =>
      alice({}, { kid: keys.main.kid, jwk: publicJwk(keys.attacker) }, keys.attacker),
    'jku-attacker': () => alice({}, { jku: `${issuer}/attacker/keys` }, keys.attacker),
    'jku-attacker-with-a-known-kid': () =>
      alice({}, { kid: keys.main.kid, jku: `${issuer}/attacker/keys` }, keys.attacker),
    'x5u-attacker-with-a-known-kid': () =>
      alice({}, { kid: keys.main.kid, x5u: `${issuer}/attacker/certificate` }, keys.attacker),
    'x5c-attacker': () => alice({}, { x5c: ['certificate'] }, keys.attacker),
    'iss-of-the-attacker': () => alice({ iss: `${issuer}/attacker` }, {}, keys.attacker),
    'kid-missing': () => alice({}, { kid: undefined }),
    'kid-empty': () => alice({}, { kid: '' }),
    'kid-a-path': () => hmac('', { kid: '../../../../dev/null' }),
    'kid-sql': () => alice({}, { kid: "main-rsa' OR '1'='1" }),
    'kid-a-list': () => alice({}, { kid: [keys.main.kid] }),
    'kid-a-number': () => alice({}, { kid: 0 }),
    'kid-inherited': () => alice({}, { kid: '__proto__' }),
    'kid-long': () => alice({}, { kid: 'k'.repeat(300) }),

    // Made for another purpose.
    'typ-of-another-kind': () => alice({}, { typ: 'logout+jwt' }),
    'typ-of-a-note': () => alice({}, { typ: 'note+jwt' }),
    'typ-a-list': () => alice({}, { typ: ['JWT'] }),
    'crit-empty': () => alice({}, { crit: [] }),
    'crit-b64': () => alice({}, { crit: ['b64'], b64: true }),
    'b64-without-crit': () => alice({}, { b64: false }),
    'crit-exp': () => alice({}, { crit: ['exp'], exp: seconds() + 3600 }),

    // Claims.
    'wrong-aud': () => alice({ aud: 'another-gateway' }),
    'aud-longer': () => alice({ aud: `${audience}-2` }),
    'aud-in-capitals': () => alice({ aud: audience.toUpperCase() }),
    'aud-empty': () => alice({ aud: [] }),
    'aud-null': () => alice({ aud: null }),
    'aud-of-others': () => alice({ aud: ['another-gateway', 'a-third'] }),
    'aud-an-object': () => alice({ aud: { [audience]: true } }),
    'aud-mixed': () => alice({ aud: [audience, 7] }),
    'client-without-token-use': () => alice({ aud: undefined, client_id: audience }),
    'client-of-an-id-token': () => alice({ aud: undefined, client_id: audience, token_use: 'id' }),
    'client-of-others': () => alice({ aud: undefined, client_id: 'another', token_use: 'access' }),
    'client-beside-aud': () => alice({ aud: 'another', client_id: audience, token_use: 'access' }),
    'iss-missing': () => alice({ iss: undefined }),
    'iss-with-a-slash': () => alice({ iss: `${issuer}/` }),
    'iss-in-capitals': () => alice({ iss: issuer.toUpperCase() }),
    'iss-a-list': () => alice({ iss: [issuer] }),
    'iss-inherited': () => alice({ iss: '__proto__' }),
    'no-exp': () => alice({ exp: undefined }),
    'exp-a-text': () => alice({ exp: `${seconds() + 3600}` }),
    'exp-null': () => alice({ exp: null }),
    'exp-endless': () =>
      signedToken(header(keys.main), text(claims('alice')).replace(/"exp":\d+/, '"exp":1e999'), keys.main),
    'exp-just-over': () => alice({ iat: seconds() - 3600, exp: seconds() - 60 }),
    'no-iat': () => alice({ iat: undefined }),
    'iat-future': () => alice({ iat: seconds() + 3600, exp: seconds() + 7200 }),
    'iat-future-but-nbf-past': () => alice({ iat: seconds() + 3600, nbf: seconds() - 60, exp: seconds() + 7200 }),
    'iat-just-ahead': () => alice({ iat: seconds() + 62 }),
    'iat-a-text': () => alice({ iat: 'yesterday' }),
    'nbf-just-ahead': () => alice({ nbf: seconds() + 62 }),
    'nbf-a-text': () => alice({ nbf: 'tomorrow' }),
    'nbf-null': () => alice({ nbf: null }),
    'sub-empty': () => alice({ sub: '' }),
    'sub-a-number': () => alice({ sub: 7 }),
    'sub-a-list': () => alice({ sub: [subjectOf('alice')] }),
    'sub-long': () => alice({ sub: 's'.repeat(129) }),
    'sub-with-a-line-break': () => alice({ sub: 'alice\nadmin' }),
    'name-with-a-null': () => alice({ username: 'alice\0' }),
    'name-long': () => alice({ username: 'n'.repeat(129) }),
    'role-with-a-control': () => alice({ roles: ['admin\u007f'] }),
    'sub-inherited': () =>
      signedToken(
        header(keys.main),
        text(claims('alice', { sub: undefined })).replace('{', '{"__proto__":{"sub":"admin"},'),
        keys.main,
      ),

    // Two readers would read two things.
    'dup-claims-escaped': () =>
      signedToken(header(keys.main), text(claims('alice')).replace('{', '{"s\\u0075b":"bob",'), keys.main),
    'dup-header': () => signedToken(text(header(keys.main)).replace('{', '{"alg":"none",'), claims('alice'), keys.main),
    'header-no-json': () => signedToken('RS256', claims('alice'), keys.main),
    'header-a-list': () => signedToken([header(keys.main)], claims('alice'), keys.main),
    'header-null': () => signedToken('null', claims('alice'), keys.main),
    'claims-no-json': () => signedToken(header(keys.main), 'sub=alice', keys.main),
    'claims-a-list': () => signedToken(header(keys.main), [claims('alice')], keys.main),
    'claims-a-text': () => signedToken(header(keys.main), '"alice"', keys.main),
    'claims-empty': () => signedToken(header(keys.main), '{}', keys.main),
    'claims-with-a-mark': () => signedToken(header(keys.main), `\ufeff${text(claims('alice'))}`, keys.main),
    'claims-not-utf8': () =>
      signedToken(
        header(keys.main),
        Buffer.concat([Buffer.from(text(claims('alice')).slice(0, -1)), Buffer.from(',"x":"\xff"}', 'latin1')]),
        keys.main,
      ),
    'claims-deep': () => alice({ deep: JSON.parse(`${'['.repeat(100)}${']'.repeat(100)}`) as unknown }),
    'too-long': () => alice({ padding: 'x'.repeat(7000) }),
    padded: () => spoiled(([head, payload, signature]) => `${head}.${payload}.${signature}==`),
    'standard-base64': () =>
      // The first of many tokens whose signature has a letter that the two alphabets write differently.
      Array.from({ length: 50 }, () => alice())
        .find((token) => /[-_]/.test(token.split('.')[2]!))!
        .replaceAll('-', '+')
        .replaceAll('_', '/'),
    'left-over-bits': () =>
      spoiled(([head, payload, signature]) => `${head}.${payload}.${signature.slice(0, -1)}${next(signature.at(-1)!)}`),
    'space-inside': () => spoiled(([head, payload, signature]) => `${head}. ${payload}.${signature}`),
    'line-break-inside': () => spoiled(([head, payload, signature]) => `${head}.${payload}\n.${signature}`),
    'dot-behind': () => `${alice()}.`,
    'dot-before': () => `.${alice()}`,
    'four-segments': () => spoiled(([head, payload, signature]) => `${head}.${payload}.${signature}.${signature}`),
    'two-tokens': () => `${alice()}, Bearer ${alice()}`,
    'twice-bearer': () => `Bearer ${alice()}`,
    'as-json': () => spoiled(([head, payload, signature]) => text({ protected: head, payload, signature })),
    'in-quotes': () => `"${alice()}"`,
    dots: () => '..',
    'not-a-token': () => 'sesame',
  };

  const oddities: Record<string, () => string> = {
    es256: () => alice({}, {}, keys.curve),
    'key-without-alg': () => alice({}, {}, keys.plainCurve),
    'access-token': () => alice({}, { typ: 'at+jwt' }),
    'access-token-in-full': () => alice({}, { typ: 'application/at+JWT' }),
    'typ-missing': () => alice({}, { typ: undefined }),
    'aud-a-list': () => alice({ aud: ['another-gateway', audience] }),
    'cognito-access': () => alice({ aud: undefined, client_id: audience, token_use: 'access', username: 'alice' }),
    'just-expired': () => alice({ iat: seconds() - 3600, exp: seconds() - 58 }),
    'clock-ahead': () => alice({ iat: seconds() + 58, nbf: seconds() + 58 }),
    fractions: () => alice({ iat: seconds() - 0.5, exp: seconds() + 60.5 }),
  };

  return {
    issuer,
    audience,
    jwksUri,
    fetches,
    behave: (wanted) => (mode = wanted),
    make: alice,
    token: (name) => {
      const special = Object.hasOwn(attacks, name) ? attacks[name] : Object.hasOwn(oddities, name) && oddities[name];
      if (special) return special();
      const key = mode === 'rotated' ? keys.rotated : keys.main;
      return signedToken(header(key), claims(name), key);
    },
    attacks: Object.keys(attacks),
    oddities: Object.keys(oddities),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The letter after one in the alphabet of base64url, which differs in the lowest bit of an even letter. */
function next(letter: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return alphabet[alphabet.indexOf(letter) ^ 1]!;
}
