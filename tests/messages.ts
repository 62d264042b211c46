import { join } from 'node:path';
import type { DeletedMessage, PostedMessage } from '../src/chat.ts';
import { type EntityEngine, loadPolicy } from '../src/policy/index.ts';
import type { Category, Finding, SpanType, Verdict } from '../src/policy/types.ts';

/** A post as an adapter would hand it in. */
export function posted(change: Partial<PostedMessage> = {}): PostedMessage {
  return {
    type: 'posted',
    platform: 'slack',
    tenant: 'T1',
    channel: { id: 'C1', name: 'site-ops', audience: 'organisation', readers: 212, guests: null },
    id: '1700000000.000100',
    version: '',
    thread: null,
    author: 'U1',
    text: 'hello',
    attachments: [],
    postedAt: new Date('2026-03-05T09:00:00Z'),
    link: 'https://example.slack.com/archives/C1/p1700000000000100',
    language: null,
    ...change,
  };
}

export function deleted(change: Partial<DeletedMessage> = {}): DeletedMessage {
  return { type: 'deleted', platform: 'slack', tenant: 'T1', channelId: 'C1', id: '1700000000.000100', ...change };
}

export function flagged(level: 'nudge' | 'urgent', categories: Category[] = ['name'], types: SpanType[] = ['name']) {
  const verdict: Verdict & { level: 'nudge' | 'urgent' } = {
    level,
    categories,
    findings: types.map((type): Finding => ({ type, start: 0, end: 4, confidence: 0.9 })),
    reasons: ['named-patient'],
    mode: 'nudge',
  };
  return verdict;
}

const { modes, nudging, quizzing, wording } = loadPolicy(join(import.meta.dirname, '../policies/nhs-england.yaml'), {
  examples: false,
});

/**
 * An engine that reads its verdict off the text: "urgent: …", "nudge name,address: …", anything else is clear; "Mrs …" is a
 * name. For tests of the journeys, not of the policy.
 */
export const plainEngine: EntityEngine = {
  policy: {
    name: 'test',
    version: '1',
    digest: '1',
    modes,
    excludedChannels: ['union-reps'],
    careTeamMembers: 50,
    teamsTips: 'off',
    nudging,
    quizzing,
    wording,
  },
  excludes: ({ name }) => name === 'union-reps',
  judge({ text }) {
    const [, level, kinds] = /^(urgent|nudge)(?: ([a-z,-]+))?:/.exec(text) ?? [];
    const categories = (kinds?.split(',') ?? ['name']) as Category[];
    return level
      ? flagged(level as 'urgent' | 'nudge', categories)
      : { level: 'clear', categories: [], findings: [], reasons: [], mode: 'nudge' };
  },
  mayName: (text) => text.includes('Mrs '),
  entities(text) {
    const start = text.indexOf('Mrs ');
    return start < 0 ? [] : [{ type: 'name', start, end: text.length, confidence: 0.9 }];
  },
};
