/** The marked cases as training sees them: read, with what the rules found, and the label of each token. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { read } from '../../src/policy/engine.ts';
import { type Evidence, gather } from '../../src/policy/evidence.ts';
import { judge } from '../../src/policy/judge.ts';
import { factsOf, marksOf } from '../../src/policy/model/facts.ts';
import type { Knowledge } from '../../src/policy/model/features.ts';
import { LABELS, type Label } from '../../src/policy/model/labels.ts';
import type { Marks } from '../../src/policy/model/marks.ts';
import { normalise, original } from '../../src/policy/normalise.ts';
import type { Policy } from '../../src/policy/policy.ts';
import type { Reading } from '../../src/policy/reading.ts';
import { type Marked, type MarkName, readMarked } from '../../tests/policy/marked.ts';

export interface Case {
  readonly message: Marked;
  readonly reading: Reading;
  readonly marks: Marks;
  readonly facts: readonly number[];
  /** Index into LABELS for each token. */
  readonly gold: Uint8Array;
}

const OF_MARK: Readonly<Record<MarkName, readonly [Label, Label]>> = {
  name: ['name B', 'name I'],
  ini: ['initials', 'initials'],
  staff: ['staff B', 'staff I'],
  loc: ['location B', 'location I'],
  desc: ['descriptor B', 'descriptor I'],
  age: ['age', 'age'],
  dob: ['birth', 'birth'],
  addr: ['home B', 'home I'],
  pc: ['postcode', 'postcode'],
  phone: ['contact', 'contact'],
  email: ['contact', 'contact'],
  nhs: ['number', 'number'],
  chi: ['number', 'number'],
  hc: ['number', 'number'],
  mrn: ['number', 'number'],
  ni: ['number', 'number'],
  s: ['said', 'said'],
  ss: ['sensitive', 'sensitive'],
};

export const FOLDER = join(import.meta.dirname, '../../tests/policy/cases/marked');

export const allMarked = (): Marked[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.txt'))
    .sort()
    .flatMap((file) => readMarked(join(FOLDER, file)));

export function asCase(message: Marked, { lexicon }: Knowledge, policy: Policy): Case {
  const normalised = normalise(message.text);
  const reading = read(normalised, lexicon);
  const evidence: Evidence = gather(reading, message.attachments, policy);
  const gold = new Uint8Array(reading.tokens.length);
  const spans = reading.tokens.map(({ start, end }) => original(normalised, start, end));
  for (const { mark, start, end } of message.marks) {
    const [begins, goesOn] = OF_MARK[mark];
    let label = begins;
    for (const [at, token] of spans.entries()) {
      const shared = Math.min(token.end, end) - Math.max(token.start, start);
      if (shared <= 0 || shared < (token.end - token.start) / 2) continue;
      gold[at] = LABELS.indexOf(label);
      label = goesOn;
    }
  }
  return {
    message,
    reading,
    marks: marksOf(reading, evidence),
    facts: factsOf(evidence, judge(evidence, message.audience)),
    gold,
  };
}
