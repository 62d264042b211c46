import { createHmac, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { Graph, Patience } from './client.ts';
import type { GraphSettings } from './types.ts';

/** Every message of every team's channels, and of every chat, of the tenant. */
export const RESOURCES = ['/teams/getAllMessages', '/chats/getAllMessages'] as const;
export type Resource = (typeof RESOURCES)[number];

/** What Graph gives at most without being reminded, and what may go by before it ends. */
const LIFE_MS = 59 * 60_000;
const PATIENCE: Patience = { tries: 2, timeoutMs: 30_000 };

export interface Kept {
  readonly subscription: string;
  readonly expiresAt: Date;
}

const subscription = z.object({ id: z.string(), expirationDateTime: z.iso.datetime({ offset: true }) });
const listed = z.object({ id: z.string(), resource: z.string(), notificationUrl: z.string().nullish() });

/** Subscriptions as Graph keeps them: https://learn.microsoft.com/graph/api/resources/subscription */
export interface GraphSubscriptions {
  /** Names the certificate, client state and address that a subscription was made with. */
  readonly madeFor: string;
  /** In the place of the one before, and of any that we left behind: Graph has one of a kind for an app. */
  create(resource: Resource, before: string | null): Promise<Kept>;
  /** Renews, and authorises anew what Graph asked to be authorised. Rejects with 404 where it is gone. */
  renew(id: string): Promise<Kept>;
}

export function createSubscriptions(
  graph: Graph,
  { publicUrl }: Pick<GraphSettings, 'publicUrl'>,
  { certificate, key, clientState }: NonNullable<GraphSettings['notifications']>,
  now: () => number = Date.now,
): GraphSubscriptions {
  const notificationUrl = `${publicUrl}/graph/notifications`;
  const encryptionCertificate = new X509Certificate(certificate).raw.toString('base64');
  // Keyed, so that it gives nothing of the client state away.
  const madeFor = createHmac('sha256', key)
    .update(JSON.stringify([encryptionCertificate, clientState, notificationUrl]))
    .digest('hex')
    .slice(0, 32);
  const until = () => new Date(now() + LIFE_MS).toISOString();
  const kept = (answer: unknown): Kept => {
    const { id, expirationDateTime } = subscription.parse(answer);
    return { subscription: id, expiresAt: new Date(expirationDateTime) };
  };

  return {
    madeFor,
    async create(resource, before) {
      for await (const { items } of graph.pages('/subscriptions', PATIENCE)) {
        for (const item of items) {
          const { data } = listed.safeParse(item);
          const isOurs = data?.notificationUrl === notificationUrl && same(data.resource, resource);
          // The one before may have had another address.
          if (!data || (!isOurs && data.id !== before)) continue;
          await graph.remove(`/subscriptions/${data.id}`, PATIENCE);
        }
      }
      return kept(
        await graph.post(
          '/subscriptions',
          {
            changeType: 'created,updated,deleted',
            notificationUrl,
            lifecycleNotificationUrl: notificationUrl,
            resource,
            includeResourceData: true,
            encryptionCertificate,
            encryptionCertificateId: madeFor,
            expirationDateTime: until(),
            clientState,
            latestSupportedTlsVersion: 'v1_2',
          },
          PATIENCE,
        ),
      );
    },
    renew: async (id) => kept(await graph.patch(`/subscriptions/${id}`, { expirationDateTime: until() }, PATIENCE)),
  };
}

const same = (one: string, other: string): boolean => one.replace(/^\//, '') === other.replace(/^\//, '');
