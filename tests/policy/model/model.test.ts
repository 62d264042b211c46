import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { read } from '../../../src/policy/engine.ts';
import { gather } from '../../../src/policy/evidence.ts';
import { NAME, WARD_NAME } from '../../../src/policy/lexicons/tags.ts';
import { marksOf } from '../../../src/policy/model/facts.ts';
import { LABELS } from '../../../src/policy/model/labels.ts';
import { HEADS_FILE, model, readVocabulary, TAGGER } from '../../../src/policy/model/model.ts';
import { pieces } from '../../../src/policy/model/tagger.ts';
import { normalise } from '../../../src/policy/normalise.ts';
import { policy } from '../engine.ts';

const { lexicon, tagger } = model();

/** Every piece of a text, as `kind: words`. */
function tagged(text: string): string[] {
  const reading = read(normalise(text), lexicon);
  const { tokens } = reading;
  return tagger
    .tag(reading, marksOf(reading, gather(reading, [], policy)))
    .pieces.map(({ kind, first, last }) => `${kind}: ${text.slice(tokens[first]?.start, tokens[last]?.end)}`);
}

describe('the weights', () => {
  it('know no word that is only a name, or that is on no list', () => {
    const words = [...new Set(Object.values(readVocabulary()).flat())];
    expect(words.length).toBeGreaterThan(3_000);
    const names = words.filter((word) => {
      const [token] = read(normalise(word), lexicon).tokens;
      return (
        token !== undefined && (token.tags & NAME) !== 0 && (token.tags & ~(NAME | WARD_NAME)) === 0 && token.cues === 0
      );
    });
    expect(names).toEqual([]);
  });

  it.each([TAGGER, HEADS_FILE])('hold no other words than the vocabulary: %s', (file) => {
    const vocabulary = new Set(Object.values(readVocabulary()).flat());
    const known = [...readFileSync(file, 'utf8').matchAll(/(?:^|\t)w ([^\t\n]+)(?=\t)/gm)].map(
      (match) => match[1] as string,
    );
    expect(known.length).toBeGreaterThan(100);
    expect(known.filter((word) => !vocabulary.has(word))).toEqual([]);
  });
});

describe('the tagger', () => {
  it.each([
    ['Mrs Okafor in bed 4 is MRSA pos', ['name: Mrs Okafor', 'location: bed 4']],
    ['thanks Priya Nair for covering last night', ['staff: Priya Nair']],
    ['tea is on, help yourselves', []],
  ])('%s', (text, expected) => {
    expect(tagged(text)).toEqual(expect.arrayContaining(expected as string[]));
    if (expected.length === 0) expect(tagged(text)).toEqual([]);
  });

  it('says the same of a message whatever it read before', () => {
    const text = 'Mr Davies needs his bloods chasing';
    const before = tagged(text);
    tagged('a much longer message about nobody at all. '.repeat(200));
    expect(tagged(text)).toEqual(before);
  });

  it('puts labels together: a new beginning is a new piece', () => {
    const path = ['location B', 'location I', 'location B', 'O', 'said', 'said', 'name I'] as const;
    expect(pieces(path.map((label) => LABELS.indexOf(label)))).toEqual([
      { kind: 'location', first: 0, last: 1 },
      { kind: 'location', first: 2, last: 2 },
      { kind: 'said', first: 4, last: 5 },
      { kind: 'name', first: 6, last: 6 },
    ]);
  });
});
