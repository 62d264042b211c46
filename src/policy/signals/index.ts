/** The situations that a message's words describe. Each file says one; here they are asked together. */
import { KIN, PERSON } from '../lexicons/tags.ts';
import type { Policy } from '../policy.ts';
import type { Reading } from '../reading.ts';
import type { Attachment } from '../types.ts';
import { isSharedLogin, isSnooping } from './access.ts';
import { isDisciplinary, isFormalComplaint, isGrumble, isLaughing, isMockery } from './complaint.ts';
import { showsPatient } from './image.ts';
import { isInvented, isWatched } from './setting.ts';
import { isSickOnly, isStaffAbsence } from './staff-health.ts';
import { isUnapprovedApp } from './unapproved-app.ts';
import { isWrongRecipient } from './wrong-recipient.ts';

export interface Signals {
  /** Made up, taught, published, watched: about nobody here. */
  readonly invented: boolean;
  readonly wrongRecipient: boolean;
  readonly sharedLogin: boolean;
  readonly snooping: boolean;
  readonly unapprovedApp: boolean;
  readonly mockery: boolean;
  readonly laughing: boolean;
  readonly grumble: boolean;
  readonly formalComplaint: boolean;
  readonly disciplinary: boolean;
  readonly staffAbsence: boolean;
  readonly sickOnly: boolean;
  readonly image: boolean;
  /** An unnamed somebody is spoken of: the lady, his wife. */
  readonly somebody: boolean;
}

export function signals(
  { lower, tags }: Reading,
  attachments: readonly Attachment[],
  said: boolean,
  policy: Policy,
): Signals {
  const somebody = (tags & (PERSON | KIN)) !== 0;
  return {
    invented: isInvented(lower) || isWatched(lower),
    wrongRecipient: isWrongRecipient(lower, said),
    sharedLogin: isSharedLogin(lower),
    snooping: isSnooping(lower),
    unapprovedApp: isUnapprovedApp(lower, policy.apps),
    mockery: isMockery(lower),
    laughing: isLaughing(lower),
    grumble: isGrumble(lower),
    formalComplaint: isFormalComplaint(lower),
    disciplinary: isDisciplinary(lower),
    staffAbsence: isStaffAbsence(lower),
    sickOnly: isSickOnly(lower),
    image: showsPatient(lower, attachments, said),
    somebody,
  };
}
