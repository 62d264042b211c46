import type { IncomingHttpHeaders } from 'node:http';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request may change anything: browsers say which site it comes from in Sec-Fetch-Site,
 * older ones in Origin. One that says neither is no browser, so nobody's cookies were borrowed.
 * (The rule of Go's net/http CrossOriginProtection,
 * without what no page sent: an address that is typed in changes nothing.)
 */
export function mayChange(request: { method: string; headers: IncomingHttpHeaders }, publicUrl: string): boolean {
  if (READING.has(request.method)) return true;
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  if (origin === undefined) return true;
  return URL.canParse(origin) && (origin === new URL(publicUrl).origin || new URL(origin).host === host);
}
