import type { exportDecisions } from '../../../store/triage.ts';
import { toCsv } from '../../csv.ts';

type Row = Awaited<ReturnType<typeof exportDecisions>>[number];

const COLUMNS: readonly (readonly [string, (row: Row) => string | null])[] = [
  ['at', (row) => row.at.toISOString()],
  ['item', (row) => row.item],
  ['raised as', (row) => row.kind],
  ['platform', (row) => row.platform],
  ['channel', (row) => row.channel],
  ['level', (row) => row.level],
  ['categories', (row) => row.categories.join(' ')],
  ['who', (row) => row.actor],
  ['action', (row) => row.action],
  ['state', (row) => row.state],
  ['note', (row) => row.note],
];

/** The decision log as CSV, for the organisation's own records. */
export const asCsv = (rows: readonly Row[]): string => toCsv(COLUMNS, rows);
