import type { HomeView, KnownBlock } from '@slack/web-api';
import { z } from 'zod';
import type { Desk } from '../desk.ts';
import { slackCode } from '../errors.ts';
import { personId } from '../payloads.ts';
import type { Answered } from '../requests.ts';
import { WORDS } from '../words.ts';
import type { Connected } from '../workspaces.ts';
import { homeView, onlySaying } from './view.ts';

export const HOME_OPENED = 'app_home_opened';
/** It comes for the app's other tabs, too. */
const homeOpened = z.object({ user: personId, tab: z.literal('home') });

/** Somebody opened the app's own page: Slack is answered at once, since there is nothing to store. */
export function takeHomeOpened(desk: Desk, event: unknown, here: Connected): Answered {
  const opened = homeOpened.safeParse(event);
  return opened.success ? { after: () => showHome(desk, here, opened.data.user) } : {};
}

/** Publishes it anew, as things are by then. `top`: what is shown first of all. Never rejects. */
export async function showHome(
  desk: Desk,
  here: Connected,
  person: string,
  top: () => Promise<readonly KnownBlock[]> = async () => [],
): Promise<void> {
  const view = await viewOf(desk, here, person, top);
  try {
    await here.clients.home.views.publish({ user_id: person, view });
  } catch (error) {
    // It is published again when they open it next.
    desk.log.warn('slack.home_not_shown', { reason: slackCode(error) ?? 'not_reached', error });
  }
}

async function viewOf(
  desk: Desk,
  here: Connected,
  person: string,
  top: () => Promise<readonly KnownBlock[]>,
): Promise<HomeView> {
  try {
    // First, since what is asked for changes what is read.
    const first = await top();
    return homeView(await desk.own.read(here.tenant, person), first);
  } catch (error) {
    desk.log.error('slack.home_failed', { error });
    return onlySaying(WORDS[await desk.languageOf(here.tenant, person)].notTaken);
  }
}
