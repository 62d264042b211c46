import { languageFor } from '../../../refreshers/say.ts';
import { previewOf } from '../../../refreshers/trainer.ts';
import type { Counted } from '../../../scores/refreshers.ts';
import type { Campaign } from '../../../store/campaigns.ts';
import type { Refresher } from '../../../store/refreshers.ts';
import { REFRESHER_STATES, type RefresherState } from '../../../store/tables.ts';
import { sayMoment } from '../../london.ts';
import { sayActor } from '../../who-did.ts';
import { TOPIC_WORDS } from '../awareness/words.ts';
import { CATEGORY_WORDS } from '../home/words.ts';
import { drawSlack, drawTeams } from './draw.ts';
import { organisationWords, type Parts } from './parts.ts';
import { presentProgress, shortProgress, toldOf } from './progress.ts';
import { audienceWords, reachWords, STATE_WORDS } from './words.ts';

const HEADINGS: Record<RefresherState, string> = {
  draft: 'Drafts',
  scheduled: 'Scheduled',
  sending: 'On their way, or on offer',
  done: 'Sent',
  cancelled: 'Cancelled',
};

/** By state, in the order of their lives. */
export function presentRefreshers(
  refreshers: readonly Refresher[],
  progress: ReadonlyMap<string, Counted>,
  several: boolean,
) {
  return REFRESHER_STATES.flatMap((state) => {
    const some = refreshers.filter((refresher) => refresher.state === state);
    if (some.length === 0) return [];
    return [
      { state, heading: HEADINGS[state], items: some.map((one) => presentItem(one, progress.get(one.id), several)) },
    ];
  });
}

export function presentItem(refresher: Refresher, counted: Counted | undefined, several: boolean) {
  const { id, said, state } = refresher;
  return {
    id,
    title: said.en.title,
    state: STATE_WORDS[state],
    when: whenWords(refresher),
    audience: `${refresher.category ? 'After an incident' : audienceWords(refresher.audience)}${several ? ` (${organisationWords(refresher)})` : ''}`,
    progress: counted && state !== 'draft' && state !== 'scheduled' ? shortProgress(refresher, counted) : null,
  };
}

export function whenWords({ state, category, sendAt, startedAt, endedAt, createdAt }: Refresher): string {
  if (state === 'draft') return `Begun ${sayMoment(createdAt)}`;
  if (state === 'cancelled') return `Cancelled ${sayMoment(endedAt ?? createdAt)}`;
  if (category && startedAt) return `On offer since ${sayMoment(startedAt)}`;
  if (state === 'scheduled') return `Goes out ${sayMoment(sendAt ?? createdAt)}`;
  return `Sent from ${sayMoment(startedAt ?? createdAt)}`;
}

/** One refresher: what it is, as it will look, how far it has come, and what can be done with it. */
export function presentRefresher(
  refresher: Refresher,
  more: {
    readonly counted: Counted | undefined;
    readonly reach: number;
    readonly campaign: Campaign | undefined;
    readonly canTest: boolean;
    readonly parts: Parts;
    readonly done: string | null;
    readonly now: Date;
  },
) {
  const { state, category, question, acknowledge } = refresher;
  const { counted, reach, campaign, canTest, done, now } = more;
  const isOut = state === 'sending' || state === 'done' || state === 'cancelled';
  const progress = isOut && counted ? presentProgress(toldOf(refresher, counted), refresher) : null;
  return {
    id: refresher.id,
    title: refresher.said.en.title,
    state: STATE_WORDS[state],
    done,
    facts: [
      { name: 'Where', value: organisationWords(refresher) },
      { name: 'Topic', value: (TOPIC_WORDS as Readonly<Record<string, string>>)[refresher.topic] ?? refresher.topic },
      category
        ? { name: 'How', value: `Offered once to who puts right: ${CATEGORY_WORDS[category]}` }
        : {
            name: 'Who gets it',
            value: `${audienceWords(refresher.audience)} – ${reachWords(refresher.audience.kind, reach)} now`,
          },
      ...(campaign ? [{ name: 'Campaign', value: campaign.name }] : []),
      { name: 'When', value: whenWords(refresher) },
      { name: 'Asks for', value: asksFor(acknowledge, question !== null) },
      { name: 'Written by', value: sayActor(refresher.author) },
    ],
    previews: previewsOf(refresher, more.parts),
    progress,
    // To the nearest five, so not how many it is sent to again.
    isRounded: refresher.audience.kind === 'weak',
    // People read and answer it for days.
    isMoving: state === 'sending' || state === 'done' || (state === 'scheduled' && (refresher.sendAt ?? now) <= now),
    canTest,
    may: {
      change: state === 'draft',
      send: state === 'draft',
      unschedule: state === 'scheduled',
      cancel: state === 'draft' || state === 'scheduled' || state === 'sending',
      resend: isOut && (counted?.failed.length ?? 0) > 0 && state !== 'cancelled' && !category,
      test: state !== 'cancelled',
    },
  };
}

function asksFor(acknowledge: boolean, question: boolean): string {
  if (acknowledge) return question ? 'That they have read it, and an answer' : 'That they have read it';
  return question ? 'An answer' : 'Nothing';
}

/** As Slack and Teams will draw it, from what those are handed. */
function previewsOf(refresher: Refresher, { desk, previews }: Parts) {
  const languages = languageFor(refresher, 'cy') === 'cy' ? (['en', 'cy'] as const) : (['en'] as const);
  // Drawn from our own page, whatever address platforms fetch it by.
  const here = { ...desk, publicUrl: 'https://preview.invalid' };
  return {
    picture: refresher.picture === null ? null : `/pictures/${refresher.picture}`,
    needsHttps: refresher.picture !== null && !desk.publicUrl.startsWith('https:'),
    languages: languages.map((language) => ({
      language,
      text: language === 'cy' ? 'In Welsh' : 'In English',
      screens: [
        {
          platform: 'slack',
          text: 'Slack',
          pieces: drawSlack(previews.slack(previewOf(here, refresher, { platform: 'slack', language }))),
        },
        {
          platform: 'teams',
          text: 'Teams',
          pieces: drawTeams(previews.teams(previewOf(here, refresher, { platform: 'teams', language }))),
        },
      ],
    })),
  };
}
