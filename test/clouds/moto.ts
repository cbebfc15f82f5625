import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { openAwsCall } from '../../api/aws-call';
import type { AwsCall } from '../../api/aws-call';
import { portOf } from '../../local/port';
import { localAccess } from '../../local/tables';
import type { Template } from '../infra/synthesised';
import { programOf, searchPath } from './python';

/** What the AWS CLI needs to know to talk to moto and to nothing else. */
export const commandLineFor = ({ url }: Moto): Readonly<Record<string, string>> => ({
  PATH: searchPath,
  AWS_ENDPOINT_URL: url,
  AWS_ACCESS_KEY_ID: 'testing',
  AWS_SECRET_ACCESS_KEY: 'testing',
  AWS_DEFAULT_REGION: localAccess.region,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_PAGER: '',
  no_proxy: '*',
});

/** The account in which moto makes everything. */
export const account = '123456789012';

/** An imitation of AWS by others, moto's server: https://docs.getmoto.org/en/latest/docs/server_mode.html */
export interface Moto {
  readonly url: string;
  /** CreateStack, and so on. @throws Error with what moto says when it fails */
  stack(action: 'CreateStack' | 'UpdateStack' | 'DeleteStack', name: string, template?: Template): Promise<void>;
  /** The state of a stack; undefined when there is none. */
  stateOf(name: string): Promise<string | undefined>;
  /** The types of the resources of a stack by their logical ids. */
  resourcesOf(name: string): Promise<Readonly<Record<string, string>>>;
  readonly sqs: AwsCall;
  close(): Promise<void>;
}

/** Starts moto on a free port, with what the CDK's bootstrap has put into an account: its version, a bucket of assets. */
export async function openMoto(assets: readonly string[] = []): Promise<Moto> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const child = spawn(programOf('moto_server'), ['--host', '127.0.0.1', '--port', new URL(url).port], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // It logs every request there; the end says what was wrong.
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-8000)));
  const ended = once(child, 'close');

  /** Sends to a service; moto finds it by the credential, and verifies nothing. */
  async function post(service: string, body: URLSearchParams | string, headers: Readonly<Record<string, string>> = {}) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, authorization: authorizationFor(service) },
      body,
    });
    const answer = await response.text();
    if (!response.ok) throw Object.assign(new Error(`${service} of moto: ${answer}\n${said}`), { answer });
    return answer;
  }
  const cloudFormation = async (Action: string, parameters: Readonly<Record<string, string>>): Promise<string> =>
    post('cloudformation', new URLSearchParams({ Action, Version: '2010-05-15', ...parameters }));
  const put = async (bucket: string, key: string, body: string | Uint8Array = ''): Promise<void> => {
    const response = await fetch(`${url}/${bucket}/${key}`, {
      method: 'PUT',
      headers: { authorization: authorizationFor('s3') },
      body,
    });
    if (!response.ok) throw new Error(`S3 refuses ${key}: ${await response.text()}`);
  };

  const close = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  try {
    for (let tries = 0; !(await fetch(`${url}/moto-api/`).catch(() => undefined)); tries += 1) {
      if (child.exitCode !== null || tries > 300) throw new Error(`moto does not start. ${said}`);
      await sleep(200);
    }
    const bucket = `cdk-hnb659fds-assets-${account}-${localAccess.region}`;
    await put(bucket, '');
    for (const asset of assets) await put(bucket, asset, emptyZip);
    const version = { Name: '/cdk-bootstrap/hnb659fds/version', Value: '21', Type: 'String' };
    await post('ssm', JSON.stringify(version), {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AmazonSSM.PutParameter',
    });
  } catch (error) {
    await close();
    throw error;
  }

  return {
    url,
    sqs: openAwsCall({ ...localAccess, service: 'sqs', endpoint: url }),
    async stack(Action, StackName, template) {
      const body = template && {
        TemplateBody: JSON.stringify(template),
        'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
      };
      await cloudFormation(Action, { StackName, ...body });
    },
    async stateOf(name) {
      const text = await cloudFormation('DescribeStacks', { StackName: name }).catch(
        (error: Error & { answer?: string }) => {
          if (error.answer?.includes('does not exist')) return '';
          throw error;
        },
      );
      return /<StackStatus>(\w+)</.exec(text)?.[1];
    },
    async resourcesOf(name) {
      const text = await cloudFormation('ListStackResources', { StackName: name });
      const members = [...text.matchAll(/<member>([\s\S]*?)<\/member>/g)].map(([, member]) => member!);
      const valueIn = (member: string, tag: string): string => new RegExp(`<${tag}>([^<]*)<`).exec(member)?.[1] ?? '';
      return Object.fromEntries(
        members.map((member) => [valueIn(member, 'LogicalResourceId'), valueIn(member, 'ResourceType')]),
      );
    },
    close,
  };
}

const authorizationFor = (service: string): string =>
  `AWS4-HMAC-SHA256 Credential=local/20260101/${localAccess.region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;

/** An archive of nothing: only its end record. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.16 */
const emptyZip = new Uint8Array(Buffer.concat([Buffer.from('PK\u0005\u0006', 'latin1'), Buffer.alloc(18)]));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  server.close();
  await once(server, 'close');
  return port;
}
