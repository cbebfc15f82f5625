import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import type { Credentials } from './credentials';
import { createSigner } from './signer';

const text = fc.string({ unit: 'binary', maxLength: 200 });
const secret = fc.string({ minLength: 16, maxLength: 40, unit: 'grapheme-ascii' });
const identities: fc.Arbitrary<Credentials> = fc.record({
  accessKeyId: fc.stringMatching(/^[A-Z0-9]{20}$/),
  secretAccessKey: secret,
  sessionToken: fc.option(fc.stringMatching(/^[A-Za-z0-9+/=]{1,200}$/), { nil: undefined }),
});
const calls = fc.record({
  date: fc.date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
  region: fc.constantFrom('us-east-1', 'eu-central-2', 'cn-north-1'),
  target: fc.constantFrom('DynamoDB_20120810.GetItem', 'AWSEvents.PutEvents'),
  body: fc.oneof(text, fc.uint8Array({ maxLength: 200 })),
});

/** What the SDK makes of the same request. */
async function signedBySdk(request: any, identity: Credentials, date: Date, region: string): Promise<string> {
  const client = new DynamoDBClient({ region, credentials: identity });
  const signer = await (client.config as any).signer({
    name: 'sigv4',
    signingName: 'dynamodb',
    signingRegion: region,
    properties: {},
  });
  // A header that DynamoDB does not ask for.
  signer.applyChecksum = false;
  const { headers } = await signer.sign(request, {
    signingDate: date,
    signingRegion: region,
    signingService: 'dynamodb',
  });
  client.destroy();
  return headers.authorization;
}

test('signs as the SDK does, also when credentials, day and region change from call to call', async () => {
  let now = new Date();
  const sign = createSigner(() => now);
  await fc.assert(
    fc.asyncProperty(identities, calls, async (identity, { date, region, target, body }) => {
      now = date;
      const host = `dynamodb.${region}.amazonaws.com`;
      const contentType = 'application/x-amz-json-1.0';
      const ofSdk = {
        method: 'POST',
        protocol: 'https:',
        hostname: host,
        path: '/',
        query: {},
        headers: { host, 'content-type': contentType, 'x-amz-target': target },
        body,
      };
      const request = { path: '/', host, contentType, target, body };
      const place = { service: 'dynamodb', region };
      const first = sign(request, identity, place);
      const again = sign(request, identity, place);
      expect(first.authorization).toBe(await signedBySdk(ofSdk, identity, date, region));
      expect(again).toEqual(first);
    }),
    { numRuns: 300 },
  );
});
