import type { IncomingMessage } from 'node:http';
import { isLoopback } from '../api/http/cors';

/** Says whether a request names a host under which this gateway answers. */
export type HostRule = (request: Pick<IncomingMessage, 'headers' | 'url' | 'socket'>) => boolean;

/**
 * The names under which a gateway answers: those of the loopback, and the one on which it was told to listen. A page
 * that lets its own name lead to this machine (DNS rebinding) is read by the browser as of the same origin, and sends
 * that name as the host: no check of the origin finds it. Where the gateway listens on every address, the address at
 * which the request came in counts too, as no name leads to it.
 * @param host what it listens on; only the loopback when left out
 */
export function hostRule(host = '127.0.0.1'): HostRule {
  const answersTo = (authority: string, address = ''): boolean => {
    const url = `http://${authority}`;
    if (isLoopback(url)) return true;
    const { hostname } = URL.canParse(url) ? new URL(url) : { hostname: '' };
    return hostname !== '' && (hostname === urlHost(host) || (isEveryAddress(host) && hostname === urlHost(address)));
  };
  return ({ headers, url = '', socket }) => {
    // A target with a host of its own goes before the header (RFC 9112, section 3.2.2).
    const [, authority] = /^https?:\/\/([^/?#]*)/i.exec(url) ?? [];
    // No browser leaves the host out: a request of HTTP/1.0 may.
    return [headers.host, authority].every((name) => name === undefined || answersTo(name, socket.localAddress));
  };
}

/** Whether no page, or only one of this very address, has made the request. */
export function isOwnOrigin({ headers }: IncomingMessage): boolean {
  return headers.origin === undefined || headers.origin === `http://${headers.host}`;
}

/** Whether a gateway that listens there can be reached from other machines. */
export function isReachable(host: string): boolean {
  return !isLoopback(`http://${urlHost(host)}`);
}

/** A host as it stands in a URL. */
export function urlHost(host: string): string {
  const name = host.replace(/^::ffff:(?=\d)/, '').toLowerCase();
  return name.includes(':') ? `[${name}]` : name;
}

/** Whether a host stands for all addresses of the machine. */
export function isEveryAddress(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}
