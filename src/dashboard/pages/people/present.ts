import type { GivenRole } from '../../../roles.ts';
import type { StaffDetail, StaffRow } from '../../../store/staff-search.ts';
import { sayDay, sayMoment } from '../../london.ts';
import { ROLE_WORDS } from '../account/present.ts';
import { tabsFor } from '../admin/tabs.ts';
import { PLATFORM_WORDS } from '../home/words.ts';
import type { FieldError } from '../roles/form.ts';
import { roleItems } from '../roles/present.ts';
import type { PeopleQuery } from './query.ts';

const nameOf = ({ name, user }: Pick<StaffRow, 'name' | 'user'>) => name ?? user;

function presentRow(row: StaffRow, today: string) {
  return {
    id: row.id,
    name: nameOf(row),
    about: [row.jobTitle, row.team, PLATFORM_WORDS[row.platform]].filter((part) => part !== null).join(' · '),
    left: row.leftOn !== null && row.leftOn <= today,
    guest: row.guest,
  };
}

export function presentPeople(
  rows: readonly StaffRow[],
  query: PeopleQuery,
  options: { more: boolean; error: { text: string; field: string } | null; today: string; imported: string | null },
) {
  const at = (page: number) =>
    new URLSearchParams({ words: query.words, team: query.team, page: String(page) }).toString();
  return {
    tabs: tabsFor('/admin/people'),
    people: rows.map((row) => presentRow(row, options.today)),
    query,
    error: options.error,
    imported: options.imported,
    newer: query.page > 0 ? at(query.page - 1) : null,
    older: options.more ? at(query.page + 1) : null,
  };
}

export interface Roles {
  /** The sign-in id; null where nobody knows it yet. */
  readonly subject: string | null;
  readonly signedInAt: Date | null;
  readonly granted: readonly GivenRole[];
}

export function presentPerson(
  person: StaffDetail,
  roles: Roles,
  options: {
    teams: readonly string[];
    today: string;
    error: FieldError | null;
    filled: { role: string; team: string };
  },
) {
  const { leftOn, joinedOn, awayUntil, directoryAt } = person;
  const day = (value: string | null) => (value === null ? null : sayDay(value));
  return {
    tabs: tabsFor('/admin/people'),
    id: person.id,
    name: nameOf(person),
    facts: [
      ['Platform', `${PLATFORM_WORDS[person.platform]}, ${person.user}`],
      ['Email', person.email],
      ['Job title', person.jobTitle],
      ['Team', person.team],
      ['Manager', person.manager],
      ['Joined', day(joinedOn)],
      [leftOn !== null && leftOn > options.today ? 'Leaves' : 'Left', day(leftOn)],
      ['Away until', awayUntil && sayMoment(awayUntil)],
      ['From another organisation', person.guest ? 'Yes, a guest' : null],
      [
        'Named by the directory',
        directoryAt === null ? 'Never: they are known by what they posted, or by a list' : sayMoment(directoryAt),
      ],
    ]
      .filter(([, value]) => value !== null)
      .map(([label, value]) => ({ label, value })),
    manages: person.manages.map(({ team, source }) => ({ team, byAdmin: source === 'admin' })),
    subject: roles.subject,
    signedIn: roles.signedInAt && sayMoment(roles.signedInAt),
    granted: roles.granted.map((role) => ({ role, name: ROLE_WORDS[role].name })),
    roles: roleItems(options.filled.role),
    teams: options.teams,
    filled: options.filled,
    error: options.error,
  };
}
