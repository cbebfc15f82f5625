import type { IncomingMessage } from 'node:http';

const loopbackNames = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether the request names this machine as its host: a page that rebinds its own name to 127.0.0.1 does not. */
export function isForLoopback({ headers }: IncomingMessage): boolean {
  return loopbackNames.test((headers.host ?? '').replace(/:\d+$/, '').toLowerCase());
}

/** Whether no page, or only one of this very address, has made the request. */
export function isOwnOrigin({ headers }: IncomingMessage): boolean {
  return headers.origin === undefined || headers.origin === `http://${headers.host}`;
}
