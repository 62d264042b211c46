import type { AuditAction } from '../../../store/audit.ts';
import type { OwnLogLine } from '../../../store/own-log.ts';
import { ACTION_WORDS } from '../audit/words.ts';

/** Who does what is done about a person, as the table of access says. */
const WHO: Partial<Record<AuditAction, string>> = {
  'triage.viewed': 'a Guardian',
  'triage.decided': 'a Guardian',
  'person.viewed': 'an admin',
  'team.given': 'an admin',
  'team.taken': 'an admin',
  'role.given': 'an admin',
  'role.taken': 'an admin',
};

/** A line of the log for the person whom it is about: whoever did it is named by their role alone. */
export function logLine({ at, action, detail, own }: OwnLogLine) {
  const known = action as AuditAction;
  return {
    at,
    who: own ? 'you' : (WHO[known] ?? 'somebody here'),
    what: ACTION_WORDS[known] ?? action,
    // Of what they raised it would tell what was found about a colleague; of their own, their page says what was found.
    detail: known === 'triage.decided' && !own ? null : detail,
  };
}
