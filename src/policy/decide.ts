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
};

/** `odds`: a probability for each of HEADS. Undefined: clear. */
export function decide(
  odds: ArrayLike<number>,
  hits: readonly Hit[],
  found: ReadonlySet<Kind>,
  { modes, thresholds }: Policy,
  audience: Audience,
): (Omit<Verdict, 'findings'> & { readonly reasons: readonly Reason[] }) | undefined {
  if ((odds[FLAGGED] as number) < thresholds.nudge[audience]) return undefined;
  const chance = (category: Category): number => odds[HEADS.indexOf(category)] as number;
  const likely = CATEGORIES.filter((category) => chance(category) >= EVEN);
  const likeliest = CATEGORIES.reduce((a, b) => (chance(b) > chance(a) ? b : a));
  const grounded = (category: Category): boolean =>
    GROUNDS[category]?.some((kind) => found.has(kind)) ?? true;
  const categories = (likely.length > 0 ? likely : [likeliest]).filter(
    (category) => modes[category] !== 'off' && grounded(category),
  );
  if (categories.length === 0) return undefined;
  const urgent = (odds[URGENT] as number) >= thresholds.urgent[audience];
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
