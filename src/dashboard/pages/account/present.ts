import type { Role } from '../../../roles.ts';
import type { Viewer } from '../../access.ts';
import { menuFor } from '../../navigation.ts';
import type { Source } from '../../roles-of.ts';

export const ROLE_WORDS: Record<Role, { readonly name: string; readonly about: string }> = {
  staff: { name: 'Staff', about: 'your own page, and checking a message before it is posted' },
  manager: { name: 'Manager', about: 'how your teams are doing, and never one person of them' },
  trainer: { name: 'Trainer', about: 'what to teach: topics, questions and refreshers' },
  guardian: { name: 'Guardian', about: 'what a person should look at: the triage list, the rules and the channels' },
  admin: { name: 'Admin', about: 'how Quietword runs: connections, people and roles, jobs and the audit log' },
};

const SOURCE_WORDS: Record<Source, string> = {
  everyone: 'everyone has it',
  provider: 'your organisation’s sign-in says so',
  setting: 'named in the setting ADMIN_SUBJECTS',
  grant: 'an admin gave it to you',
  team: 'you manage a team',
};

export function presentAccount(viewer: Viewer, options: { simulator: boolean }) {
  const { subject, name, sources, teams, person } = viewer;
  return {
    name: name ?? 'Not known',
    subject,
    linked: person !== null,
    roles: [...sources].map(([role, from]) => ({
      ...ROLE_WORDS[role],
      why: subject === 'local' ? 'sign-in is not set up' : from.map((source) => SOURCE_WORDS[source]).join(', and '),
    })),
    teams: teams.map(({ team }) => team),
    onlyStaff: sources.size === 1,
    pages: menuFor(viewer, '', options),
  };
}
