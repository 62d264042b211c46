import {
  AuthenticationHandler,
  Client,
  type GraphRequest,
  HTTPMessageHandler,
} from '@microsoft/microsoft-graph-client';
import { z } from 'zod';
import { isBusy, retryAfterOf, waitSeconds } from './errors.ts';

/** How often a call is tried, and how long each try may take. */
export interface Patience {
  readonly tries: number;
  readonly timeoutMs: number;
}

/** While somebody waits for the answer. */
export const QUICK: Patience = { tries: 1, timeoutMs: 2_000 };
/** While nobody does. */
export const STEADY: Patience = { tries: 6, timeoutMs: 30_000 };

/** Microsoft Graph. Paths are those of v1.0, or links that Graph gave. Each call rejects with the SDK's `GraphError`. */
export interface Graph {
  get(path: string, patience?: Patience): Promise<unknown>;
  post(path: string, body: object, patience?: Patience): Promise<unknown>;
  patch(path: string, body: object, patience?: Patience): Promise<unknown>;
  remove(path: string, patience?: Patience): Promise<void>;
  /** The pages of a list, one after the other as they are asked for. */
  pages(path: string, patience?: Patience): AsyncGenerator<Page>;
  /** Up to twenty GETs a round trip; those that Graph was too busy for are asked again, by themselves. */
  batch(paths: readonly string[], patience?: Patience): Promise<Answered[]>;
  /** `https://graph.microsoft.com/v1.0`, for links in bodies. */
  readonly root: string;
}

export interface Page {
  readonly items: readonly unknown[];
  /** After the last page of a delta query: where to go on from the next time. */
  readonly deltaLink: string | null;
}

export interface Answered {
  readonly status: number;
  readonly body: unknown;
}

export type Sleep = (seconds: number) => Promise<void>;
const VERSION = 'v1.0';
/** Graph takes no more in a `$batch`. */
const BATCH = 20;

const page = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().optional(),
  '@odata.deltaLink': z.string().optional(),
});
const batched = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.number(),
      headers: z.record(z.string(), z.string()).nullish(),
      body: z.unknown(),
    }),
  ),
});

export function createGraphClient(
  graphUrl: string,
  token: () => Promise<string>,
  sleep: Sleep = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000).unref()),
): Graph {
  // Without the SDK's own retries, which leave out 412 and 502 and the items of a batch.
  const authentication = new AuthenticationHandler({ getAccessToken: token });
  authentication.setNext(new HTTPMessageHandler());
  const client = Client.initWithMiddleware({
    baseUrl: graphUrl,
    defaultVersion: VERSION,
    // The SDK shows its token to Microsoft's public clouds only, and to these.
    customHosts: new Set([new URL(graphUrl).hostname]),
    middleware: authentication,
  });

  const call = async <T>(path: string, patience: Patience, ask: (request: GraphRequest) => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await ask(client.api(path).option('signal', AbortSignal.timeout(patience.timeoutMs)));
      } catch (error) {
        if (attempt >= patience.tries || !isBusy(error)) throw error;
        await sleep(waitSeconds(retryAfterOf(error), attempt, Math.random()));
      }
    }
  };

  const graph: Graph = {
    root: `${graphUrl}${VERSION}`,
    get: (path, patience = STEADY) => call(path, patience, (request) => request.get()),
    post: (path, body, patience = STEADY) => call(path, patience, (request) => request.post(body)),
    patch: (path, body, patience = STEADY) => call(path, patience, (request) => request.patch(body)),
    remove: async (path, patience = STEADY) => {
      await call(path, patience, (request) => request.delete());
    },
    async *pages(path, patience = STEADY) {
      for (let link: string | undefined = path; link !== undefined; ) {
        const answer: z.infer<typeof page> = page.parse(await graph.get(link, patience));
        link = answer['@odata.nextLink'];
        yield { items: answer.value, deltaLink: answer['@odata.deltaLink'] ?? null };
      }
    },
    async batch(paths, patience = STEADY) {
      const answers: Answered[] = paths.map(() => ({ status: 0, body: undefined }));
      let open = paths.map((url, index) => ({ id: String(index), method: 'GET', url }));
      for (let attempt = 1; open.length > 0; attempt++) {
        let longest = 0;
        const busy: typeof open = [];
        for (let start = 0; start < open.length; start += BATCH) {
          const requests = open.slice(start, start + BATCH);
          const { responses } = batched.parse(await graph.post('/$batch', { requests }, patience));
          for (const { id, status, headers, body } of responses) {
            answers[Number(id)] = { status, body };
            if (!isBusyStatus(status)) continue;
            const said = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'retry-after')?.[1];
            longest = Math.max(longest, waitSeconds(said, attempt, Math.random()));
            busy.push(...requests.filter((request) => request.id === id));
          }
        }
        open = attempt < patience.tries ? busy : [];
        if (open.length > 0) await sleep(longest);
      }
      return answers;
    },
  };
  return graph;
}

const isBusyStatus = (status: number): boolean => [412, 429, 502, 503, 504].includes(status);

/** One part of a path: ids of conversations have colons and at signs. */
export const part = (id: string): string => encodeURIComponent(id);
