/**
 * Who may ask: the page that this server has served, in the browser of the person who was told its address. Other
 * pages of that browser reach the loopback address too, under any name that its owner lets point here (DNS rebinding),
 * so the Host and the Origin of a request must be ours; other users of the machine do not know the token.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface Door {
  readonly port: number;
  readonly token: string;
}

export interface Knock {
  readonly method?: string | undefined;
  /** As it stands in the request. */
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

export type Admission =
  /** `route`: what stands behind the token, without the query. */
  | { readonly kind: 'admitted'; readonly route: string; readonly query: URLSearchParams }
  | { readonly kind: 'moved'; readonly to: string }
  | { readonly kind: 'refused'; readonly status: number; readonly reason: string };

/** The longest address that is read; a path of some thousand steps stands in a body. */
const longestUrl = 4096;

export function admit({ port, token }: Door, { method, url, headers }: Knock): Admission {
  const names = ['127.0.0.1', 'localhost'].map((name) => `${name}:${port}`);
  if (headers.host === undefined || !names.includes(headers.host)) return refused(421, 'this is not a name of this server');
  const origins = names.map((name) => `http://${name}`);
  if (headers.origin !== undefined && !origins.includes(headers.origin)) return refused(403, 'a page of another origin asks');
  const site = headers['sec-fetch-site'];
  // `none`: a person has typed the address, or followed a link out of a program.
  const typed = site === 'cross-site' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !typed) return refused(403, 'a page of another site asks');
  if (method !== 'GET' && method !== 'POST') return refused(405, 'only GET and POST are understood');
  if (method === 'POST' && headers.origin === undefined) return refused(403, 'a request that changes something must say where it comes from');
  if (url === undefined || url.length > longestUrl) return refused(414, 'the address is too long');
  // Behind the first slash stands the token; the rest is looked up in a list, and is no path of any file system.
  const [, given = '', route = '', search = ''] = /^\/([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?$/.exec(url) ?? [];
  if (!sameText(given, token)) return refused(403, 'the token in the address is not the one of this server');
  // What the page loads is found beside it, behind the slash.
  if (method === 'GET' && url === `/${given}`) return { kind: 'moved', to: `/${given}/` };
  return { kind: 'admitted', route, query: new URLSearchParams(search) };
}

function refused(status: number, reason: string): Admission {
  return { kind: 'refused', status, reason };
}

/** Takes the same time wherever two texts differ. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** Sent with every answer. The page loads what this server has, and nothing else; nobody may frame it. */
export const strictHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};
