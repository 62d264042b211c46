import type { EntityEngine } from './engine.ts';
import { namesOfStaff, withoutTitle } from './staff-names.ts';
import type { Language, SpanType } from './types.ts';

/** What may not stand in a note that is kept, whatever the verdict. */
const IDENTIFIES: ReadonlySet<SpanType> = new Set([
  'nhs-number',
  'chi-number',
  'hc-number',
  'mrn',
  'ni-number',
  'date-of-birth',
  'address',
  'postcode',
  'phone',
  'email',
]);

/**
 * Keys that are pressed together. Names are looked for generously in what is kept, and "Ctrl, Alt, Delete" looks like a list of them.
 * "Infection control, Del will come" has no keys: a key that is a word, too, counts beside one that isn't, or a plus sign.
 */
const KEY = 'ctrl|control|alt|shift|delete|del|tab|esc|escape|enter';
const KEYS = new RegExp(
  `\\b(?:ctrl|alt|cmd|(?:control|shift)(?=[\\s,-]+(?:alt|ctrl)\\b)|(?:control|shift|win|windows)(?=\\s*\\+))` +
    `(?:\\s*\\+\\s*(?:${KEY}|[a-z]|f\\d{1,2})\\b|[\\s,-]+(?:and\\s+)?(?:${KEY})\\b)+`,
  'gi',
);
const withoutKeys = (words: string): string => words.replace(KEYS, 'those keys');

/** Whether a few words of somebody's own may be kept: nobody is named in them, colleagues neither, and nothing else points to a person. Pure. */
export function mayBeKept(engine: EntityEngine, own: string): boolean {
  const words = withoutKeys(own);
  const { level } = engine.judge({ text: words, audience: 'organisation', attachments: [] });
  return (
    level === 'clear' && !engine.mayName(words) && !engine.entities(words).some(({ type }) => IDENTIFIES.has(type))
  );
}

/** Nothing but a title makes it so sure ("Mrs Okafor"). Of Welsh, which the engine wasn't made for, it takes common words for names. */
const SURELY = 0.95;
/** Found by their form and their check digit, in any language. */
const NUMBERS: ReadonlySet<SpanType> = new Set([...IDENTIFIES].filter((type) => type !== 'address'));

/**
 * Whether words may stand in what everybody is taught: a question of the bank. It tells of a made-up patient, which in a chat would
 * be flagged; so only names and numbers count here, since a real one could be among them. Pure.
 */
export function mayBeTaught(engine: EntityEngine, words: string, language: Language): boolean {
  const found = engine.entities(withoutKeys(words));
  return language === 'en'
    ? !found.some(({ type }) => type === 'name' || IDENTIFIES.has(type))
    : !found.some(({ type, confidence }) => NUMBERS.has(type) || (type === 'name' && confidence >= SURELY));
}

/**
 * Whether words may stand in a list of staff: as a name, a job, a team. Whoever is called so there is staff, so a name alone may
 * stand there, with its title too; what else a ward would say of somebody may not ("Mrs Okafor, bed 4"). Pure.
 */
export function mayBeListed(engine: EntityEngine, words: string): boolean {
  const { level } = engine.judge({
    text: withoutTitle(words),
    audience: 'organisation',
    attachments: [],
    colleagues: new Set(namesOfStaff(words)),
  });
  return level === 'clear' && !engine.entities(words).some(({ type }) => IDENTIFIES.has(type));
}

/** Those with a form that no platform's id has; in a GUID a hospital number is found nearly always. */
const NATIONAL: ReadonlySet<SpanType> = new Set(['nhs-number', 'chi-number', 'hc-number', 'ni-number']);

/** Whether a platform's id, an address or a sign-in id may be kept: it holds no number that a nation gave a person. Pure. */
export function mayBeId(engine: EntityEngine, id: string): boolean {
  return !engine.entities(id).some(({ type }) => NATIONAL.has(type));
}
