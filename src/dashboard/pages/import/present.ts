import { tabsFor } from '../admin/tabs.ts';
import type { FieldError } from '../roles/form.ts';
import { COLUMNS } from './columns.ts';
import type { Fault, Good } from './read.ts';

const COUNT = new Intl.NumberFormat('en-GB');
const people = (count: number) => (count === 1 ? '1 person' : `${COUNT.format(count)} people`);

/** More than anybody reads; they say how it goes on. */
const FAULTS_SHOWN = 200;
const ROWS_SHOWN = 10;

export function presentForm(error: FieldError | null) {
  return { tabs: tabsFor('/admin/people'), columns: COLUMNS, error };
}

export function presentPreview(
  { good, faults }: { readonly good: readonly Good[]; readonly faults: readonly Fault[] },
  csv: string,
  error: FieldError | null,
) {
  return {
    tabs: tabsFor('/admin/people'),
    csv,
    error,
    good: people(good.length),
    any: good.length > 0,
    bad: faults.length === 0 ? null : faults.length === 1 ? '1 row' : `${COUNT.format(faults.length)} rows`,
    faults: faults.slice(0, FAULTS_SHOWN),
    moreFaults: faults.length > FAULTS_SHOWN ? COUNT.format(faults.length - FAULTS_SHOWN) : null,
    rows: good.slice(0, ROWS_SHOWN).map(({ person: { user, platform, fields } }) => ({
      who: `${platform}, ${user}`,
      changes: Object.entries(fields).map(([name, value]) => ({
        name: name.replace('_on', '').replace('_', ' '),
        value: value ?? 'taken away',
      })),
    })),
  };
}
