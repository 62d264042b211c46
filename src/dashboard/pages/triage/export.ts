import type { exportDecisions } from '../../../store/triage.ts';
import { asCsvLines } from '../../csv.ts';

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

/** The decision log as CSV (RFC 4180), for the organisation's own records. */
export function asCsv(rows: readonly Row[]): string {
  const lines = [COLUMNS.map(([name]) => name), ...rows.map((row) => COLUMNS.map(([, value]) => value(row) ?? ''))];
  return asCsvLines(lines);
}
