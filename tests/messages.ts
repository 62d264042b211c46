import type { DeletedMessage, PostedMessage } from '../src/chat.ts';
import type { Category, Engine, Verdict } from '../src/policy/types.ts';

/** A post as an adapter would hand it in. */
export function posted(change: Partial<PostedMessage> = {}): PostedMessage {
  return {
    type: 'posted',
    platform: 'slack',
    tenant: 'T1',
    channel: { id: 'C1', name: 'site-ops', audience: 'organisation', readers: 212 },
    id: '1700000000.000100',
    version: '',
    thread: null,
    author: 'U1',
    text: 'hello',
    attachments: [],
    postedAt: new Date('2026-03-05T09:00:00Z'),
    link: 'https://example.slack.com/archives/C1/p1700000000000100',
    ...change,
  };
}

export function deleted(change: Partial<DeletedMessage> = {}): DeletedMessage {
  return { type: 'deleted', platform: 'slack', tenant: 'T1', channelId: 'C1', id: '1700000000.000100', ...change };
}

export function flagged(level: 'nudge' | 'urgent', categories: Category[] = ['name']) {
  const verdict: Verdict & { level: 'nudge' | 'urgent' } = {
    level,
    categories,
    findings: [{ type: 'name', start: 0, end: 4, confidence: 0.9 }],
    reasons: ['named-patient'],
    mode: 'nudge',
  };
  return verdict;
}

/** An engine that reads its verdict off the text: "urgent: …", "nudge: …", anything else is clear. For tests of the journey, not of the policy. */
export const plainEngine: Engine = {
  policy: { name: 'test', version: '1', careTeamMembers: 50 },
  excludes: ({ name }) => name === 'union-reps',
  judge({ text }) {
    const level = /^(urgent|nudge):/.exec(text)?.[1] as 'urgent' | 'nudge' | undefined;
    return level ? flagged(level) : { level: 'clear', categories: [], findings: [], reasons: [], mode: 'nudge' };
  },
};
