import type { SubscriptionState } from '../../../store/subscription-states.ts';
import type { Scope } from '../../access.ts';
import { sayMoment } from '../../london.ts';

/** How it stands with something that Quietword leans on. */
export interface Connected {
  readonly name: string;
  readonly ok: boolean;
  /** What is so, and what to do. */
  readonly sentence: string;
  /** Whose workspace it is; left out of what all organisations lean on. */
  readonly tenant?: string | null;
}

/** Who signed in with Slack sees their own workspaces only. */
export function isSeenBy({ tenants }: Pick<Scope, 'tenants'>, { tenant }: Connected): boolean {
  return tenants === null || typeof tenant !== 'string' || tenants.includes(tenant);
}

/** Pages of ours that a sentence may name. Only after a space: the end of a longer address, of whomever, stays words. */
const OURS = /(?<=\s)(\/slack\/install|\/try)\b/;

/** A sentence in pieces, those in between being the addresses of ours in it. */
export const inPieces = (sentence: string) =>
  sentence.split(OURS).map((text, at) => ({ text, href: at % 2 === 1 ? text : null }));

/** Microsoft Graph's subscriptions: what is due has been renewed, and nothing is missing. */
export function graphConnection({ name, expiresAt, gapFrom }: SubscriptionState, now: Date): Connected {
  const of = `Microsoft Graph: ${name}`;
  if (expiresAt === null || expiresAt < now)
    return {
      name: of,
      ok: false,
      sentence:
        'Not subscribed. It is tried again every few minutes; if it stays so, look for graph.* in the log: the app may lack a permission.',
    };
  if (gapFrom !== null)
    return {
      name: of,
      ok: false,
      sentence: `Messages from ${sayMoment(gapFrom)} on may have been missed and are being read again.`,
    };
  return { name: of, ok: true, sentence: `Subscribed until ${sayMoment(expiresAt)}, and renewed before that.` };
}
