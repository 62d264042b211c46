/**
 * Whether patients of all origins are protected alike, and colleagues left alone alike (see tests/policy/origins.ts).
 *
 *   npm run fairness [-- --misses FILE]
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { print, table, target } from '../bench/table.ts';
import { createEngine, loadPolicy } from '../src/policy/index.ts';
import { byTitle, fairness } from '../tests/policy/origins.ts';

const LEAST_RECALL = 0.95;
const MOST_SPREAD = 3;
const MOST_STAFF = 0.03;

const { values: options } = parseArgs({ options: { misses: { type: 'string' } } });
const engine = createEngine(loadPolicy(join(import.meta.dirname, '../policies/nhs-england.yaml')));
const results = fairness(engine);
const titles = byTitle(engine).toSorted((a, b) => a.flagged - b.flagged);

const percent = (share: number): string => (share * 100).toFixed(1);
const mean = (shares: readonly number[]): number => shares.reduce((sum, share) => sum + share, 0) / shares.length;
const recalls = results.map(({ patientsFlagged }) => patientsFlagged);
const staff = mean(results.map(({ staffFlagged }) => staffFlagged));
const spread = (Math.max(...recalls) - Math.min(...recalls)) * 100;

table(
  ['origin', 'patients flagged %', 'names found %', 'staff flagged %'],
  [
    ...results
      .toSorted((a, b) => a.patientsFlagged - b.patientsFlagged)
      .map((result) => [
        result.origin,
        percent(result.patientsFlagged),
        percent(result.namesFound),
        percent(result.staffFlagged),
      ]),
    ['all', percent(mean(recalls)), percent(mean(results.map(({ namesFound }) => namesFound))), percent(staff)],
  ],
);
print();
table(
  ['patients by title', 'flagged %'],
  titles.map(({ title, flagged }) => [title, percent(flagged)]),
);
print();
const below = results.filter(({ patientsFlagged }) => patientsFlagged < LEAST_RECALL).length;
table(
  ['target', 'reached', ''],
  [
    target(`every origin ≥ ${percent(LEAST_RECALL)} %`, `${below} of ${results.length} below`, below === 0),
    target(`all within ${MOST_SPREAD} points`, `${spread.toFixed(1)} points`, spread <= MOST_SPREAD),
    target(`staff flagged ≤ ${percent(MOST_STAFF)} %`, `${percent(staff)} %`, staff <= MOST_STAFF),
  ],
);
if (options.misses) {
  const lines = results.flatMap(({ origin, missed, falseAlarms }) => [
    ...missed.map((sentence) => `${origin}\tmissed\t${sentence}`),
    ...falseAlarms.map((sentence) => `${origin}\tfalse alarm\t${sentence}`),
  ]);
  writeFileSync(options.misses, `${lines.join('\n')}\n`);
}
