/** The engine's weights and word lists, read once for the process. */
import { readFileSync } from 'node:fs';
import { type Lexicon, loadLexicon, type Vocabulary } from '../lexicons/index.ts';
import { Classes } from './classes.ts';
import type { Knowledge } from './features.ts';
import { part } from './hash.ts';
import { Tagger } from './tagger.ts';
import { Heads } from './weigh.ts';

export interface Model extends Knowledge {
  readonly tagger: Tagger;
  readonly heads: Heads;
}

export const VOCABULARY = new URL('words.txt', import.meta.url);
export const TAGGER = new URL('tagger.txt', import.meta.url);
export const HEADS_FILE = new URL('heads.txt', import.meta.url);

/** Two lines of words: those that may be known by themselves, and the commonest of them. */
export function readVocabulary(): Vocabulary {
  const [words = '', common = ''] = readFileSync(VOCABULARY, 'utf8').split('\n');
  return { words: words.split(' '), common: common.split(' ') };
}

export function knowledge(vocabulary: Vocabulary): Knowledge & { readonly lexicon: Lexicon } {
  const senses = readFileSync(new URL('../lexicons/senses.txt', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' ').map(part));
  return { lexicon: loadLexicon(vocabulary), senses: [[], ...senses] };
}

let loaded: Model | undefined;

export function model(): Model {
  if (loaded === undefined) {
    const known = knowledge(readVocabulary());
    const classes = new Classes();
    loaded = { ...known, tagger: new Tagger(TAGGER, known, classes), heads: new Heads(HEADS_FILE, classes) };
  }
  return loaded;
}
