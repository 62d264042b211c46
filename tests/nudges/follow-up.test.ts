import { expect, test } from 'vitest';
import { type FollowUp, type FollowUpStep, followUp, type Open } from '../../src/nudges/follow-up.ts';
import { plainEngine } from '../messages.ts';

const { nudging } = plainEngine.policy;
const NOON = new Date('2026-03-05T12:00:00Z');
const FOUR = new Date('2026-03-05T04:00:00Z');
const open = (change: Partial<Open> = {}): Open => ({
  resolution: null,
  answer: null,
  latest: 'urgent',
  inBurst: false,
  superseded: false,
  ...change,
});

const NOTHING: FollowUp = { do: 'nothing' };
test.each<[string, FollowUpStep, Open, Date, FollowUp]>([
  ['still there: reminded', 'reminder', open(), NOON, { do: 'remind' }],
  [
    'still there at four in the morning: at seven',
    'reminder',
    open(),
    FOUR,
    { do: 'wait', until: new Date('2026-03-05T07:00:00Z') },
  ],
  ['edited', 'reminder', open({ resolution: 'edited' }), NOON, NOTHING],
  ['deleted', 'reminder', open({ resolution: 'deleted' }), NOON, NOTHING],
  ['an edit left only a nudge', 'reminder', open({ latest: 'nudge' }), NOON, NOTHING],
  ['an edit made it worse, and was told of', 'reminder', open({ superseded: true }), NOON, NOTHING],
  ['said to be fixed', 'reminder', open({ answer: 'fixed' }), NOON, NOTHING],
  ['disputed', 'reminder', open({ answer: 'not-patient' }), NOON, NOTHING],
  ['needed', 'reminder', open({ answer: 'needed' }), NOON, NOTHING],
  ['summed up with others', 'reminder', open({ inBurst: true }), NOON, NOTHING],
  ['still there: to the Guardian', 'triage', open(), NOON, { do: 'raise' }],
  ['still there at four in the morning: to the Guardian all the same', 'triage', open(), FOUR, { do: 'raise' }],
  ['said to be fixed, and nothing was seen to change', 'triage', open({ answer: 'fixed' }), NOON, { do: 'raise' }],
  ['disputed: it is on the review list', 'triage', open({ answer: 'not-patient' }), NOON, NOTHING],
  ['needed', 'triage', open({ answer: 'needed' }), NOON, NOTHING],
  ['one of a burst', 'triage', open({ inBurst: true }), NOON, { do: 'raise' }],
  ['put right', 'triage', open({ resolution: 'edited' }), NOON, NOTHING],
  ['an edit left only a nudge', 'triage', open({ latest: 'nudge' }), NOON, NOTHING],
])('%s (%s)', (_name, step, state, now, expected) => {
  expect(followUp(step, state, now, nudging)).toEqual(expected);
});
