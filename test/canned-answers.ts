import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a call has brought. */
export interface Heard {
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What is answered. */
export interface Canned {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A stand-in for DynamoDB that writes down what it is asked, and answers what a test tells it. */
export async function openCannedAnswers(answer: (heard: Heard) => Canned) {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const { headers } = request;
      const one = { target: String(headers['x-amz-target']), headers, body };
      heard.push(one);
      const canned = answer(one);
      response.writeHead(canned.status, { 'content-type': 'application/x-amz-json-1.0', ...canned.headers });
      response.end(canned.body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
