/**
 * Trains what tells a patient's name from a colleague's (src/policy/role/weights.json) on the repo's own labelled cases.
 *
 *   node scripts/train-role.ts
 *
 * A name that overlaps a labelled name or initials is a patient's; any other is a colleague's or nobody's. Parts of names
 * in clear messages are left out where the guide lets them stand, since they carry no label there. Of the cases by
 * other writers (situations, people) only the odd ids train; the even ones stay unseen, to measure on. Logistic
 * regression with an L2 penalty, full batches, no chance in it: the same cases give the same weights.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { print } from '../bench/table.ts';
import { lexicon, read } from '../src/policy/engine.ts';
import { gather } from '../src/policy/evidence.ts';
import { loadPolicy } from '../src/policy/index.ts';
import { normalise, original } from '../src/policy/normalise.ts';
import { setting } from '../src/policy/role/cues.ts';
import { collected, fromRules } from '../src/policy/role/weigh.ts';
import type { Judgeable, Level } from '../src/policy/types.ts';

const ROOT = join(import.meta.dirname, '..');
const CASES = join(ROOT, 'tests/policy/cases');
const WHOLE = ['acute', 'community', 'corporate'];
const ODD = ['situations', 'people'];
const PENALTY = 2;
const STEPS = 500;
const RATE = 0.3;
/** A cue seen less often says nothing. */
const LEAST = 4;
const SURELY_STAFF = 3;

interface Span {
  readonly start: number;
  readonly end: number;
}
interface Labelled extends Judgeable {
  readonly id: string;
  readonly expect: Level;
  readonly spans: readonly (Span & { readonly type: string })[];
}
interface Example {
  readonly cues: readonly string[];
  readonly given: number;
  readonly patient: boolean;
}

const policy = loadPolicy(join(ROOT, 'policies/nhs-england.yaml'));
const lines = (name: string): string[] =>
  readFileSync(join(CASES, name), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
const overlap = (a: Span, b: Span): boolean =>
  Math.min(a.end, b.end) - Math.max(a.start, b.start) >= Math.min(a.end - a.start, b.end - b.start) / 2;

/** `patient`: whether the name at this span is a patient's; undefined leaves it out. */
function examples(
  message: Judgeable,
  patient: (span: Span, part: boolean, surelyStaff: boolean, said: boolean) => boolean | undefined,
): Example[] {
  const normalised = normalise(message.text);
  const reading = read(normalised, lexicon());
  const { people, staff, said, signals } = gather(reading, message.attachments, policy);
  if (signals.invented) return [];
  const all = [...people, ...staff];
  const whole = setting(reading, all.length);
  return all.flatMap((person) => {
    const { form, professional, rules, placed } = person;
    const label = patient(
      original(normalised, person.start, person.end),
      form === 'single' || form === 'initials',
      professional || rules.staff >= SURELY_STAFF,
      said.length > 0,
    );
    if (label === undefined) return [];
    return [{ cues: [...collected(reading, person, whole, placed)], given: fromRules(rules), patient: label }];
  });
}

function ofCase(message: Labelled): Example[] {
  const named = message.spans.filter(({ type }) => type === 'name' || type === 'initials');
  const wide = message.audience === 'organisation' || message.audience === 'external';
  return examples(message, (span, part, surelyStaff, said) => {
    if (named.some((name) => overlap(name, span))) return true;
    return part && message.expect === 'clear' && !(wide && said) && !surelyStaff ? undefined : false;
  });
}

/** "[P:Mr Aldous] is refusing", "ask [S:Mr Dunmore]". */
function ofLine(line: string): Example[] {
  let text = '';
  const marks: (Span & { readonly patient: boolean })[] = [];
  for (const part of line.split(/(\[[PS]:[^\]]+\])/)) {
    const [, side, name] = /^\[([PS]):(.+)\]$/.exec(part) ?? [];
    if (name !== undefined) marks.push({ start: text.length, end: text.length + name.length, patient: side === 'P' });
    text += name ?? part;
  }
  return examples(
    { text, audience: 'organisation', attachments: [] },
    (span) => marks.find((mark) => overlap(mark, span))?.patient,
  );
}

function train(data: readonly Example[]): { bias: number; cues: Map<string, number> } {
  const seen = new Map<string, number>();
  for (const { cues } of data) for (const cue of cues) seen.set(cue, (seen.get(cue) ?? 0) + 1);
  const cues = new Map([...seen].filter(([, count]) => count >= LEAST).map(([cue]) => [cue, 0]));
  const steps = new Map<string, number>();
  let bias = 0;
  let biasStep = 1e-8;
  for (let step = 0; step < STEPS; step++) {
    const slope = new Map<string, number>();
    let biasSlope = 0;
    for (const example of data) {
      const odds = example.cues.reduce((sum, cue) => sum + (cues.get(cue) ?? 0), bias + example.given);
      const off = 1 / (1 + Math.exp(-odds)) - (example.patient ? 1 : 0);
      biasSlope += off;
      for (const cue of example.cues) slope.set(cue, (slope.get(cue) ?? 0) + off);
    }
    for (const [cue, weight] of cues) {
      const down = (slope.get(cue) ?? 0) + PENALTY * weight;
      const past = (steps.get(cue) ?? 1e-8) + down * down;
      steps.set(cue, past);
      cues.set(cue, weight - (RATE * down) / Math.sqrt(past));
    }
    biasStep += biasSlope * biasSlope;
    bias -= (RATE * biasSlope) / Math.sqrt(biasStep);
  }
  return { bias, cues };
}

const data = [
  ...WHOLE.flatMap((name) => lines(`${name}.jsonl`).map((line) => JSON.parse(line) as Labelled)),
  ...ODD.flatMap((name) => lines(`${name}.jsonl`).map((line) => JSON.parse(line) as Labelled)).filter(
    ({ id }) => Number(/\d+/.exec(id)?.[0]) % 2 === 1,
  ),
].flatMap(ofCase);
data.push(...lines('roles.txt').flatMap(ofLine));
const { bias, cues } = train(data);
const round = (n: number): number => Math.round(n * 100) / 100;
const shown = [...cues]
  .map(([cue, weight]) => [cue, round(weight)] as const)
  .filter(([, weight]) => Math.abs(weight) >= 0.02)
  .sort(([, a], [, b]) => b - a);
writeFileSync(
  join(ROOT, 'src/policy/role/weights.json'),
  `${JSON.stringify({ bias: round(bias), cues: Object.fromEntries(shown) }, null, 2)}\n`,
);
print(`${data.length} names, ${data.filter(({ patient }) => patient).length} of patients; ${shown.length} cues kept`);
