/**
 * Text as the detectors want to see it: NFKC (full-width digits and letters become plain ones),
 * no zero-width characters, one kind of space, dash and apostrophe. Offsets map back to what was typed.
 */

export interface Normalised {
  readonly text: string;
  /** Offset in the original text, in UTF-16 code units, of each code unit of `text` (and of its end). Undefined when they are equal. */
  readonly origin: readonly number[] | undefined;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: plain ASCII is the fast path
const PLAIN = /^[\x00-\x7f]*$/;
/** Zero-width spaces and joiners, soft hyphen, bidirectional marks, enclosing keys, variation selectors, byte order mark. */
const INVISIBLE: readonly (readonly [number, number])[] = [
  [0xad, 0xad],
  [0x61c, 0x61c],
  [0x180b, 0x180e],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  // The key of "9️⃣".
  [0x20e3, 0x20e3],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
];
const SPACE = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/;
const DASH = /[\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d]/;
const APOSTROPHE = /[\u2018\u2019\u201b\u02bc\u02b9\u2032\uff07`´]/;
const DOUBLE_QUOTE = /[\u201c\u201d\u201e\u2033]/;
/** Where other scripts' digits begin: Arabic, Persian and Urdu, Hindi, Bengali, Punjabi, Gujarati, Tamil. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xbe6];
const COMBINING = /\p{M}/u;
const FIRST_COMBINING = 0x300;
const ASCII = 0x80;
const isCombining = (text: string, at: number): boolean =>
  text.charCodeAt(at) >= FIRST_COMBINING && COMBINING.test(text[at] as string);
/** Marks piled on one letter beyond this are taken apart; nobody's name has more. */
const LONGEST_CLUSTER = 8;

/** One character of the original as it reads to a detector: nothing, or one or more characters. */
function plain(character: string): string {
  if (character < '\x80') return character === '`' ? "'" : character;
  const code = character.charCodeAt(0);
  if (INVISIBLE.some(([least, most]) => code >= least && code <= most)) return '';
  if (SPACE.test(character)) return ' ';
  if (DASH.test(character)) return '-';
  if (APOSTROPHE.test(character)) return "'";
  if (DOUBLE_QUOTE.test(character)) return '"';
  const zero = ZEROS.find((first) => code >= first && code <= first + 9);
  return zero === undefined ? character.normalize('NFKC') : String(code - zero);
}

/** Linear in the length of `original`; plain ASCII is returned as it is. */
export function normalise(original: string): Normalised {
  if (PLAIN.test(original)) return { text: original, origin: undefined };
  const origin: number[] = [];
  let text = '';
  for (let at = 0; at < original.length; ) {
    const start = at;
    if (original.charCodeAt(at) < ASCII && !(original.charCodeAt(at + 1) >= FIRST_COMBINING)) {
      origin.push(at);
      text += plain(original[at++] as string);
      continue;
    }
    at += (original.codePointAt(at) as number) > 0xffff ? 2 : 1;
    // A letter and its combining marks are composed together, or "é" typed as two would stay two.
    while (at < original.length && at - start < LONGEST_CLUSTER && isCombining(original, at)) at++;
    const shown = at - start === 1 ? plain(original[start] as string) : composed(original.slice(start, at));
    for (let i = 0; i < shown.length; i++) origin.push(start);
    text += shown;
  }
  origin.push(original.length);
  return { text, origin };
}

function composed(cluster: string): string {
  let shown = '';
  for (const character of cluster.normalize('NFKC'))
    shown += character.length === 1 ? plain(character) : character.normalize('NFKC');
  return shown;
}

/** Where a span of the normalised text lies in the original, in UTF-16 code units, end exclusive. */
export function original({ origin }: Normalised, start: number, end: number): { start: number; end: number } {
  if (origin === undefined) return { start, end };
  let after = end;
  // "½" is read as three: a span that ends within them ends behind the sign.
  while (origin[after] === origin[end - 1]) after++;
  return { start: origin[start] as number, end: origin[after] as number };
}
