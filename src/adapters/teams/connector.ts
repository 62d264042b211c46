import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import { ConnectorClient } from 'botframework-connector';
import type { Answer } from './errors.ts';

/** One call of the Bot Framework's connector, tried once. Rejects where no answer came. `path`: below the service's address. */
export type Call = (
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body: object | null,
  /** `quick`: somebody waits for what it is asked for. */
  options?: { readonly quick?: boolean },
) => Promise<Answer>;

/** No token was to be had, so that nothing was sent. */
class NoToken extends Error {
  override readonly name = 'NoToken';
  readonly code = 'ENOTOKEN';
}

/** Teams waits some fifteen seconds for the answer to an activity, and what is looked up meanwhile is part of them. */
const QUICK_MS = 2_000;
const STEADY_MS = 10_000;
const SERVICES = 20;

/**
 * Through botbuilder's own client, without its retries: it sends a message again that was answered 502, whether it was
 * delivered or not, and doesn't wait where Retry-After is missing. `serviceUrl`: as Teams named it last.
 */
export function createConnector(serviceUrl: () => string, token: () => Promise<string>): Call {
  const clients = new Map<string, ConnectorClient>();
  const signed = {
    signRequest: async <T extends { headers: { set(name: string, value: string): void } }>(request: T): Promise<T> => {
      request.headers.set('authorization', `Bearer ${await token()}`);
      return request;
    },
  };
  const clientAt = (baseUri: string): ConnectorClient => {
    const found = clients.get(baseUri);
    if (found) return found;
    const client = new ConnectorClient(signed, { baseUri });
    // biome-ignore lint/complexity/useLiteralKeys: it is private, and the SDK takes no option for it
    client['client'].pipeline.removePolicy({ name: 'defaultRetryPolicy' });
    if (clients.size >= SERVICES) clients.clear();
    clients.set(baseUri, client);
    return client;
  };

  return async (method, path, body, { quick = false } = {}) => {
    // Asked for beforehand, to know apart that it failed and that the call did.
    await token().catch((cause: unknown) => {
      throw new NoToken('No token was to be had for the connector.', { cause });
    });
    const base = serviceUrl();
    const request = createPipelineRequest({
      url: `${base}${path}`,
      method,
      headers: createHttpHeaders({ accept: 'application/json', 'content-type': 'application/json; charset=utf-8' }),
      ...(body === null ? {} : { body: JSON.stringify(body) }),
      timeout: quick ? QUICK_MS : STEADY_MS,
      allowInsecureConnection: base.startsWith('http:'),
    });
    const { status, headers, bodyAsText } = await clientAt(base).sendRequest(request);
    return { status, retryAfter: headers.get('retry-after') ?? null, body: json(bodyAsText ?? '') };
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
