/** From odds to a verdict: how sure one must be, what the policy has turned off, and why it was flagged. Pure. */
import type { Hit } from './judge.ts';
import { HEADS } from './model/heads.ts';
import type { Kind } from './model/labels.ts';
import type { Policy } from './policy.ts';
import type { Reason } from './reasons.ts';
import { type Audience, CATEGORIES, type Category, type Verdict } from './types.ts';

const FLAGGED = HEADS.indexOf('flagged');
const URGENT = HEADS.indexOf('urgent');
const EVEN = 0.5;
const HEAD_OF = Object.fromEntries(CATEGORIES.map((category) => [category, HEADS.indexOf(category)])) as Readonly<
  Record<Category, number>
>;

/** What a category may be urgent for; the others only nudge. */
const MAY_BE_URGENT: ReadonlySet<Category> = new Set([
  'patient-number',
  'name',
  'date-of-birth',
  'address',
  'phone-or-email',
  'image',
]);

/** Said where the table of the guide gave no reason of its own. */
const BY_WEIGHT: Readonly<Record<Category, Reason>> = {
  'patient-number': 'unique-number',
  name: 'named',
  'date-of-birth': 'birth',
  address: 'home',
  'phone-or-email': 'contact',
  image: 'picture',
  mosaic: 'mosaic',
  complaint: 'complaint',
  deceased: 'deceased',
  access: 'snooping',
  'wrong-recipient': 'wrong-recipient',
  'staff-health': 'staff-health',
  'unapproved-app': 'unapproved-app',
};

/** Kinds of piece without which there is nobody to tell, whatever the odds say; the other categories are about what was done. */
const GROUNDS: Partial<Record<Category, readonly Kind[]>> = {
  'patient-number': ['number'],
  name: ['name', 'initials'],
  'date-of-birth': ['birth'],
  address: ['home', 'postcode'],
  'phone-or-email': ['contact'],
  mosaic: ['location', 'descriptor', 'age', 'name', 'initials', 'home', 'postcode'],
  deceased: ['location', 'descriptor', 'age', 'name', 'initials', 'home', 'postcode', 'number'],
  'staff-health': ['staff', 'name', 'initials', 'descriptor'],
};

/** What is known of a message when it is decided upon. */
export interface Weighed {
  /** A probability for each of HEADS. */
  readonly odds: ArrayLike<number>;
  /** What the table of the guide makes of the rules' evidence. */
  readonly hits: readonly Hit[];
  readonly found: ReadonlySet<Kind>;
  /** The rules see a patient who is named by their title, and nothing else that it could be. */
  readonly plainlyNamed: boolean;
  readonly audience: Audience;
  /** Code units. */
  readonly length: number;
}

/**
 * The odds are a sum over the whole message, in which a page of ordinary talk outweighs one number. So in a long message a
 * number that checks counts by itself.
 */
const LONG = 400;
const isHidden = ({ hits, length }: Weighed): boolean =>
  length > LONG && hits.some(({ reason }) => reason === 'unique-number');

/**
 * Of a patient who is named by their title and in so many words ("family meeting for Ms Day") the odds need only not to speak
 * against it: they are lower for Ms and Miss than for Mrs, since colleagues are called so more often.
 */
const PLAINLY = 0.1;

/** Undefined: clear. */
export function decide(
  weighed: Weighed,
  { modes, thresholds }: Policy,
): (Omit<Verdict, 'findings'> & { readonly reasons: readonly Reason[] }) | undefined {
  const { odds, hits, found, audience } = weighed;
  const hidden = isHidden(weighed);
  const needed = weighed.plainlyNamed ? PLAINLY : (hits.length > 0 ? thresholds.agreed : thresholds.nudge)[audience];
  if ((odds[FLAGGED] as number) < needed && !hidden) return undefined;
  const chance = (category: Category): number =>
    hidden && category === 'patient-number' ? 1 : (odds[HEAD_OF[category]] as number);
  const likely = CATEGORIES.filter((category) => chance(category) >= EVEN);
  const likeliest = CATEGORIES.reduce((a, b) => (chance(b) > chance(a) ? b : a));
  const grounded = (category: Category): boolean => GROUNDS[category]?.some((kind) => found.has(kind)) ?? true;
  const categories = (likely.length > 0 ? likely : [likeliest]).filter(
    (category) => modes[category] !== 'off' && grounded(category),
  );
  if (categories.length === 0) return undefined;
  const urgent = hidden || (odds[URGENT] as number) >= thresholds.urgent[audience];
  return {
    level: urgent && categories.some((category) => MAY_BE_URGENT.has(category)) ? 'urgent' : 'nudge',
    categories,
    reasons: [...new Set(categories.flatMap((category) => reasonsFor(category, hits, urgent)))],
    mode: categories.some((category) => modes[category] === 'nudge') ? 'nudge' : 'watch',
  };
}

function reasonsFor(category: Category, hits: readonly Hit[], urgent: boolean): Reason[] {
  const own = hits.filter(({ categories }) => categories.includes(category)).map(({ reason }) => reason);
  if (own.length > 0) return own;
  return [category === 'name' && urgent ? 'named-with-health' : BY_WEIGHT[category]];
}
