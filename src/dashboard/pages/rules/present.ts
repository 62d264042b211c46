import type { Category } from '../../../policy/types.ts';
import type { PolicyVersion } from '../../../store/policy-versions.ts';
import type { ListCount, RuleCount } from '../../../store/rule-counts.ts';
import { londonDate, sayMoment } from '../../london.ts';
import { count } from '../../shares.ts';
import { CATEGORY_WORDS } from '../home/words.ts';

type Seen = PolicyVersion & { readonly since: Date };

export const MODE_WORDS = {
  off: { text: 'Off', colour: 'grey', does: 'not looked at' },
  watch: { text: 'Watch', colour: 'blue', does: 'recorded, and nobody is told' },
  nudge: { text: 'Nudge', colour: 'green', does: 'its poster is told in private' },
} as const;

/** Since when a rule is set as it is: the start of the latest run of policies that say the same. `versions`: the latest first. */
export function setSince(versions: readonly Seen[], category: Category): Date | null {
  const [latest] = versions;
  if (!latest) return null;
  const other = versions.findIndex(({ modes }) => modes[category] !== latest.modes[category]);
  return (other < 0 ? versions.at(-1) : versions[other - 1])?.since ?? null;
}

export function presentRules(parts: {
  policy: Pick<PolicyVersion, 'name' | 'version' | 'modes'> & { readonly excludedChannels: readonly string[] };
  versions: readonly Seen[];
  counts: readonly RuleCount[];
}) {
  const { policy, versions, counts } = parts;
  const first = versions.at(-1)?.since;
  const rules = (Object.keys(policy.modes) as Category[]).map((category) => {
    const mode = policy.modes[category];
    const found = counts.find((one) => one.category === category);
    const since = setSince(versions, category);
    return {
      name: CATEGORY_WORDS[category],
      mode: MODE_WORDS[mode],
      since: since === null ? 'Not known yet' : since === first ? `None since ${londonDate(since)}` : londonDate(since),
      flagged: count(found?.flagged ?? 0),
      watched: count(found?.watched ?? 0),
      disputed: sayOf(found?.disputed ?? 0, (found?.flagged ?? 0) + (found?.watched ?? 0)),
    };
  });
  const watched = counts.reduce((all, one) => all + one.watched, 0);
  return {
    policy: `${policy.name}, version ${policy.version}`,
    rules,
    watching: Object.values(policy.modes).includes('watch'),
    watched:
      watched === 0
        ? 'In the last 30 days no message was recorded by a rule that only watches.'
        : `In the last 30 days rules that only watch would have spoken of ${count(watched)} more.`,
    versions: versions.map(({ name, version, since, digest }) => ({
      name: `${name}, version ${version}`,
      since: sayMoment(since),
      digest: digest.slice(0, 8),
    })),
    excluded: policy.excludedChannels,
  };
}

const sayOf = (part: number, whole: number): string =>
  whole === 0 ? '0' : `${count(part)} (${Math.round((100 * part) / whole)}%)`;

const LEAST_COMPARED = 10;

/** How often each rule is disputed, and with whom the Guardian agreed. */
export function presentDisputes(counts: readonly RuleCount[], list: readonly ListCount[], days: number) {
  const disputes = list.filter(({ kind }) => kind === 'disputed');
  const sum = (category: string, ...states: ListCount['state'][]) =>
    disputes
      .filter((one) => one.category === category && states.includes(one.state))
      .reduce((all, { items }) => all + items, 0);
  const rows = counts
    .filter(({ disputed, category }) => disputed > 0 || disputes.some((one) => one.category === category))
    .map(({ category, flagged, watched, disputed }) => {
      const [upheld, refused] = [sum(category, 'no-breach'), sum(category, 'breach')];
      return {
        name: CATEGORY_WORDS[category],
        whole: flagged + watched,
        flagged: count(flagged + watched),
        disputed: sayOf(disputed, flagged + watched),
        share: (disputed / Math.max(1, flagged + watched)) * 100,
        upheld: upheld + refused === 0 ? 'None decided' : sayOf(upheld, upheld + refused),
        open: count(sum(category, 'new', 'looking')),
      };
    })
    .sort((a, b) => b.share - a.share);
  // Of a few messages one dispute makes a large share.
  const most = rows.find(({ whole }) => whole >= LEAST_COMPARED);
  return {
    days,
    rows,
    sentence:
      rows.length === 0
        ? 'Nobody disputed anything in this time.'
        : most === undefined
          ? `No disputed rule flagged ${LEAST_COMPARED} messages or more: too few to say which is disputed most.`
          : `The most disputed rule is “${most.name}”: ${most.disputed} of ${most.flagged}. Where much is disputed and you agree, the policy is too eager.`,
  };
}
