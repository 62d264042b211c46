/** What tests of the wording start from: an urgent name in a channel of 212. */
import { join } from 'node:path';
import type { NoticeFacts } from '../../src/nudges/facts.ts';
import { loadPolicy } from '../../src/policy/index.ts';

export const { wording } = loadPolicy(join(import.meta.dirname, '../../policies/nhs-england.yaml'), {
  examples: false,
});

export const facts = (change: Partial<NoticeFacts> = {}): NoticeFacts => ({
  incident: 'i1',
  kind: 'first',
  platform: 'slack',
  level: 'nudge',
  categories: ['name'],
  findings: ['name'],
  audience: 'organisation',
  readers: 212,
  guests: 0,
  language: 'en',
  turn: 0,
  gone: [],
  goneFindings: [],
  messages: 1,
  putRight: null,
  early: false,
  offers: false,
  ...change,
});
