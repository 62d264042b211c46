/**
 * The same messages with other people in them: names of many origins, and names that are words, in the place of the written
 * ones. So the weights learn how people are spoken of, and not who they are. Names come from the locales of `@faker-js/faker`.
 */
import { allLocales } from '@faker-js/faker';
import { STAFF_TITLES, TITLES, WORD_NAMES, WORD_SURNAMES } from '../../src/policy/lexicons/people.ts';
import type { Marked, MarkedSpan } from '../../tests/policy/marked.ts';

type Random = () => number;

const LATIN = /^\p{Lu}[\p{Script=Latin}'’-]+$/u;
const WORD = /[\p{L}\p{M}'’-]+/gu;
/** Share of names that are words, and of messages that get a second version. */
const WORDS = 0.25;

const listed = (lists: readonly string[]): ReadonlySet<string> =>
  new Set(lists.flatMap((list) => list.split(/[,\n]/).map((word) => word.trim())).filter((word) => word !== ''));
const titles = listed([TITLES, STAFF_TITLES]);

function namesOf(list: unknown): string[] {
  if (Array.isArray(list)) return list.map((name) => String((name as { value?: string }).value ?? name));
  return Object.values((list ?? {}) as object).flatMap(namesOf);
}

/** Given and family names of each locale that writes them in Latin letters. */
const origins = Object.values(allLocales)
  .map(({ person }) => ({
    given: namesOf((person as { first_name?: unknown } | undefined)?.first_name).filter((name) => LATIN.test(name)),
    family: namesOf((person as { last_name?: unknown } | undefined)?.last_name).filter((name) => LATIN.test(name)),
  }))
  .filter(({ given, family }) => given.length > 20 && family.length > 20);
const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);
const words = {
  given: [...listed([WORD_NAMES])].map(capital),
  family: [...listed([WORD_SURNAMES])].map(capital),
};

const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)] as T;

/** A copy with every name and colleague's name changed, or undefined where the message names nobody. */
export function renamed(message: Marked, random: Random): Marked | undefined {
  if (!message.marks.some(({ mark }) => mark === 'name' || mark === 'staff')) return undefined;
  const origin = random() < WORDS ? words : pick(origins, random);
  const others = new Map<string, string>();
  const another = (word: string, kind: 'given' | 'family'): string => {
    const lower = word.toLowerCase();
    const name = others.get(lower) ?? pick(origin[kind], random);
    others.set(lower, name);
    if (word === lower) return name.toLowerCase();
    return word.length > 1 && word === word.toUpperCase() ? name.toUpperCase() : name;
  };
  let text = '';
  let from = 0;
  const marks: MarkedSpan[] = [];
  for (const { mark, start, end } of message.marks) {
    text += message.text.slice(from, start);
    const own = message.text.slice(start, end);
    const name = mark === 'name' || mark === 'staff' ? change(own, another) : own;
    marks.push({ mark, start: text.length, end: text.length + name.length });
    text += name;
    from = end;
  }
  return { ...message, id: `${message.id}-renamed`, text: text + message.text.slice(from), marks };
}

/** Titles, initials and small words stay. */
function change(name: string, another: (word: string, kind: 'given' | 'family') => string): string {
  // "Pete from estates": beside a capital, small words are none of the name.
  const small = name === name.toLowerCase();
  const isName = (word: string): boolean =>
    word.length > 2 && !titles.has(word.toLowerCase()) && (small || word !== word.toLowerCase());
  const parts = (name.match(WORD) ?? []).filter(isName);
  const titled = parts.length < (name.match(WORD) ?? []).length;
  let at = 0;
  return name.replace(WORD, (word) => {
    if (!isName(word)) return word;
    at++;
    const family = parts.length > 1 ? at === parts.length : titled;
    return another(word, family ? 'family' : 'given');
  });
}
