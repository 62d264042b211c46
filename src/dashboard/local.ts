import type { IncomingHttpHeaders } from 'node:http';

/** What of a request says where it comes from. */
export interface Origin {
  readonly remoteAddress: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

const LOOPBACK_ADDRESS = /^(::1|(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/;
const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;
/** What proxies and tunnels add: they connect from this machine, on behalf of anyone. */
const FORWARDED =
  /^(forwarded|via|cdn-loop|client-ip|true-client-ip|fastly-client-ip|fly-client-ip|x-(forwarded|real-ip|client-ip|cluster-client-ip|original|envoy|appengine|arr|azure|amzn|vercel|ngrok).*|cf-.+|tailscale-.+)$/i;

/**
 * Whether the request comes straight from a browser on this machine: a loopback connection,
 * nobody's proxy, and a loopback name in the address bar (a rebound DNS name brings its own).
 */
export function isLocal({ remoteAddress, headers }: Origin): boolean {
  return (
    LOOPBACK_ADDRESS.test(remoteAddress ?? '') &&
    LOOPBACK_HOST.test(headers.host ?? '') &&
    !Object.keys(headers).some((name) => FORWARDED.test(name))
  );
}
