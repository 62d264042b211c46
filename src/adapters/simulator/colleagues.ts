import type { StaffChange, StaffDirectory } from '../../chat.ts';
import { TEAM } from './team.ts';

/** Who else works there, so that teams are large enough for their figures to be shown. Nobody here is anyone. */
const OTHERS: readonly (readonly [name: string, role: string, team: string])[] = [
  ['Amara Bell', 'ward manager', 'Ward 7'],
  ['Owen Pritchard', 'staff nurse', 'Ward 7'],
  ['Leila Marchetti', 'staff nurse', 'Ward 7'],
  ['Connor Doyle', 'healthcare assistant', 'Ward 7'],
  ['Mei Tan', 'pharmacist', 'Ward 7'],
  ['Ifeoma Eze', 'student nurse', 'Ward 7'],
  ['Ruth Lindqvist', 'therapies lead', 'Therapies'],
  ['Dafydd Rees', 'physiotherapist', 'Therapies'],
  ['Hana Novak', 'occupational therapist', 'Therapies'],
  ['Samira Khan', 'dietitian', 'Therapies'],
  ['Joel Mensah', 'speech and language therapist', 'Therapies'],
  ['Beth Sinclair', 'therapy assistant', 'Therapies'],
  ['Arjun Mehta', 'physiotherapist', 'Therapies'],
  ['Cara Flynn', 'therapy assistant', 'Therapies'],
  ['Nadia Rossi', 'occupational therapist', 'Therapies'],
];

const HERE = { platform: 'simulator', tenant: 'simulator' } as const;
/** Whoever manages a team comes first in it. */
const MANAGERS: Readonly<Record<string, string>> = { 'Ward 7': 'staff.amara-bell', Therapies: 'staff.ruth-lindqvist' };

/** Nobody opens a page for them: they are there to be counted. */
export const DEMO_DIRECTORY: StaffDirectory = {
  ...HERE,
  async *everyone() {
    for (const [name, role, team] of OTHERS)
      yield member(`staff.${name.toLowerCase().replace(' ', '-')}`, name, role, team);
  },
  changes: null,
  reasonOf: () => 'unknown',
};

/** Those who are played on a page that was opened: the same four on each. */
export const teamOn = (session: string): readonly StaffChange[] =>
  TEAM.map(({ id, name, role, team }) => member(`${session}.${id}`, name, role, team));

function member(user: string, name: string, jobTitle: string, team: string): StaffChange {
  const manager = MANAGERS[team] ?? null;
  return {
    type: 'person',
    person: {
      user,
      name,
      email: null,
      jobTitle,
      department: team,
      manager: manager === user ? null : manager,
      guest: false,
      active: true,
      language: null,
      timeZone: 'Europe/London',
      awayUntil: null,
      joinedOn: null,
    },
  };
}
