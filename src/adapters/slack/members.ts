import type { WebClient } from '@slack/web-api';
import { z } from 'zod';

/** How many of a channel's members are guests, or from another organisation, as the directory knows them. */
export interface Guests {
  readonly found: number;
  /** Whether all members were looked at. */
  readonly all: boolean;
}

/** How many of these people are guests; from the directory, since Slack lists members by their ids alone. */
export type GuestsAmong = (among: { readonly tenant: string; readonly people: readonly string[] }) => Promise<number>;

const PAGE = 1_000;
const MOST_PAGES = 20;

const page = z.object({
  members: z.array(z.string()),
  response_metadata: z.object({ next_cursor: z.string().nullish() }).nullish(),
});

/** Rejects where Slack or the directory doesn't say. */
export async function countGuests(
  client: WebClient,
  channel: string,
  guestsAmong: (people: readonly string[]) => Promise<number>,
): Promise<Guests> {
  let found = 0;
  let cursor = '';
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const answer = page.parse(
      await client.conversations.members({ channel, limit: PAGE, ...(cursor === '' ? {} : { cursor }) }),
    );
    if (answer.members.length > 0) found += await guestsAmong(answer.members);
    cursor = answer.response_metadata?.next_cursor ?? '';
    if (cursor === '') return { found, all: true };
  }
  return { found, all: false };
}
