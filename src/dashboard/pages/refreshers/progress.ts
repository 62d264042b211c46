/** How far a refresher has come, in words. What fewer than eight people did is not said, nor how many exactly are weak on a topic. */
import { type Counted, coarse, progressShown } from '../../../scores/refreshers.ts';
import type { Refresher } from '../../../store/refreshers.ts';
import { people, reasonWords } from './words.ts';

const COUNT = new Intl.NumberFormat('en-GB');
const count = (value: number | null): string => (value === null ? 'Not shown' : COUNT.format(value));
const sum = (some: readonly { people: number }[]): number => some.reduce((all, one) => all + one.people, 0);

const FEW = 'Fewer than eight';

/** What may be told of one; null where it went to too few. */
export const toldOf = ({ audience }: Pick<Refresher, 'audience'>, counted: Counted): Counted | null =>
  audience.kind === 'weak' ? coarse(counted) : counted;

/** In a line of a list. */
export function shortProgress(refresher: Pick<Refresher, 'audience'>, exact: Counted): string {
  const counted = toldOf(refresher, exact);
  if (!counted) return `${FEW} people chosen`;
  const { chosen, accepted, failed, acknowledged } = progressShown(counted);
  const parts = [`${count(accepted)} of ${count(chosen)} accepted`];
  if (failed.length > 0) parts.push(`${count(sum(failed))} failed`);
  if (acknowledged !== null && acknowledged > 0) parts.push(`${count(acknowledged)} have read it`);
  return parts.join(', ');
}

/** `counted`: as `toldOf` has it. */
export function presentProgress(
  counted: Counted | null,
  { acknowledge, question, category }: Pick<Refresher, 'acknowledge' | 'question' | 'category'>,
) {
  if (!counted) return { rows: [{ text: 'People chosen', value: FEW }], failed: 0, failedShown: '0', reasons: [] };
  const shown = progressShown(counted);
  const failed = sum(shown.failed);
  return {
    rows: [
      { text: category ? 'Asked for it' : 'People chosen', value: count(shown.chosen) },
      ...(category ? [{ text: 'Offered, and not asked for', value: count(shown.offered) }] : []),
      { text: 'Waiting for their turn', value: count(shown.waiting) },
      { text: 'Accepted by the platform', value: count(shown.accepted) },
      ...(shown.uncertain > 0
        ? [
            {
              text: 'Not known: the platform’s answer was lost, and it is never sent twice',
              value: count(shown.uncertain),
            },
          ]
        : []),
      { text: 'Failed', value: count(failed) },
      ...(acknowledge ? [{ text: 'Said that they have read it', value: count(shown.acknowledged) }] : []),
      ...(question
        ? [
            { text: 'Answered the question', value: count(shown.answered) },
            {
              text: 'Right',
              value: shown.right === null ? 'Not shown' : `about ${count(shown.right)} of ${count(shown.answered)}`,
            },
          ]
        : []),
    ],
    failed,
    failedShown: count(failed),
    reasons: [...shown.failed, ...shown.held].map(
      ({ reason, people: some }) => `${people(some)}: ${reasonWords(reason)}`,
    ),
  };
}
