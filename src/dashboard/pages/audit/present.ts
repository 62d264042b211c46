import { AUDIT_ACTIONS, type AuditAction, type AuditLine } from '../../../store/audit.ts';
import { toCsv } from '../../csv.ts';
import { sayMoment } from '../../london.ts';
import { tabsFor } from '../admin/tabs.ts';
import { decisionWords } from '../triage/words.ts';
import type { AuditQuery } from './query.ts';
import { ACTION_WORDS } from './words.ts';

const PERSON = 'person:';
const wordsOf = (action: string) => ACTION_WORDS[action as AuditAction] ?? action;

export function presentAudit(
  lines: readonly AuditLine[],
  filled: { readonly actor: string; readonly action: string },
  options: { readonly more: boolean; readonly error: { text: string; field: string } | null },
) {
  const last = lines.at(-1);
  return {
    tabs: tabsFor('/admin/audit'),
    lines: lines.map(({ at, actor, name, action, subject, detail }) => ({
      when: sayMoment(at),
      who: name ?? actor,
      actor,
      what: wordsOf(action),
      subject,
      href: subject?.startsWith(PERSON) ? `/admin/people/${subject.slice(PERSON.length)}` : null,
      detail: detail && action === 'triage.decided' ? decisionWords(detail) : detail,
    })),
    filled,
    actions: [
      { value: '', text: 'All' },
      ...AUDIT_ACTIONS.map((action) => ({ value: action, text: ACTION_WORDS[action] })),
    ].map((item) => ({ ...item, selected: item.value === filled.action })),
    query: new URLSearchParams(filled).toString(),
    older: options.more && last ? new URLSearchParams({ ...filled, before: String(last.id) }).toString() : null,
    error: options.error,
  };
}

const COLUMNS: readonly (readonly [string, (line: AuditLine) => string | null])[] = [
  ['at', (line) => line.at.toISOString()],
  ['who', (line) => line.actor],
  ['name', (line) => line.name],
  ['action', (line) => line.action],
  ['about', (line) => line.subject],
  ['detail', (line) => line.detail],
];

export const auditAsCsv = (lines: readonly AuditLine[]): string => toCsv(COLUMNS, lines);

/** What goes into the database's filter: an empty field asks for all. */
export const filterOf = ({ actor, action, before }: AuditQuery) => ({
  actor: actor === '' ? undefined : actor,
  action: action === '' ? undefined : action,
  before,
});
