/** What the engine adds up by its short ways is what training names feature by feature. */
import { describe, expect, it } from 'vitest';
import { byKey } from '../../../scripts/train/keys.ts';
import { read } from '../../../src/policy/engine.ts';
import { gather } from '../../../src/policy/evidence.ts';
import { judge } from '../../../src/policy/judge.ts';
import { factsOf, marksOf } from '../../../src/policy/model/facts.ts';
import { featuresOf, kinOfAll } from '../../../src/policy/model/features.ts';
import { H, headFeatures } from '../../../src/policy/model/heads.ts';
import { K } from '../../../src/policy/model/labels.ts';
import { HEADS_FILE, model, TAGGER } from '../../../src/policy/model/model.ts';
import { HUNDREDTHS, readWeights } from '../../../src/policy/model/weights.ts';
import { normalise } from '../../../src/policy/normalise.ts';
import type { Audience } from '../../../src/policy/types.ts';
import { policy } from '../engine.ts';

const { tagger, heads, ...knowledge } = model();
const PDF = { name: 'letter.pdf', type: 'application/pdf' };
const PICTURE = { name: 'a.jpg', type: 'image/jpeg' };
const MESSAGES = [
  ['Mrs Okafor in bed 4 is MRSA pos', 'care-team', []],
  ['thanks Priya Nair for covering last night, Sam is on the late', 'organisation', []],
  ['the lad who runs the chippy was in resus again 🙄\nhis mum rang, 07700 900123', 'external', []],
  ['DOB 12/12/1979, 999 100 0399, lives at 4 Mill Lane, WF18 6TD', 'direct', [PDF]],
  ['look at the state of this wound on our lady from Larch ward', 'organisation', [PICTURE]],
  ['ok', 'care-team', []],
  ['', 'care-team', []],
] as const;

const cases = MESSAGES.map(([text, audience, attachments]) => {
  const reading = read(normalise(text), knowledge.lexicon);
  const evidence = gather(reading, attachments, policy);
  return { reading, evidence, marks: marksOf(reading, evidence), audience: audience as Audience, attachments };
});

describe('the short ways of', () => {
  it('the tagger', () => {
    const weights = readWeights(TAGGER, K);
    for (const { reading, marks } of cases) {
      tagger.tag(reading, marks);
      for (const [at, keys] of featuresOf(reading, marks, knowledge).entries()) {
        const sums = new Array<number>(K).fill(0);
        for (const key of keys) {
          const row = weights.labels(weights.find(key));
          for (let label = 0; label < K; label++) sums[label] = (sums[label] as number) + (row[label] as number);
        }
        // A token whose look alone leaves no doubt is asked no further.
        const found = tagger.scoresOf(at);
        if (found !== undefined) expect(found).toEqual(sums);
      }
    }
  });

  it('the heads', () => {
    const weights = readWeights(HEADS_FILE, H);
    for (const { reading, evidence, marks, audience, attachments } of cases) {
      const tagged = tagger.tag(reading, marks);
      const asked = {
        reading,
        pieces: tagged.pieces,
        audience,
        attachments,
        facts: factsOf(evidence, judge(evidence, audience)),
      };
      const keys = new Set<number>();
      headFeatures(
        { ...asked, of: kinOfAll(reading, marks, knowledge) },
        byKey((key) => keys.add(key)),
      );
      const rows = new Set([...keys].map((key) => weights.find(key)));
      const sums = new Array<number>(H).fill(0);
      for (const each of rows) {
        const row = weights.labels(each);
        for (let head = 0; head < H; head++) sums[head] = (sums[head] as number) + (row[head] as number);
      }
      const odds = sums.map((sum) => 1 / (1 + Math.exp(-sum / HUNDREDTHS)));
      expect([...heads.weigh({ ...asked, of: tagged.looks })]).toEqual(odds);
    }
  });
});
