/** The situations that a message's words describe. Each file says one; here they are asked together. */
import { KIN, PERSON } from '../lexicons/tags.ts';
import type { Policy } from '../policy.ts';
import type { Reading } from '../reading.ts';
import type { Attachment } from '../types.ts';
import { isSharedLogin, isSnooping } from './access.ts';
import { isDisciplinary, isFormalComplaint, isGrumble, isLaughing, isMockery, isVenting } from './complaint.ts';
import { showsPatient } from './image.ts';
import { isInvented } from './setting.ts';
import { isSickOnly, isStaffIllness } from './staff-health.ts';
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
  readonly venting: boolean;
  readonly grumble: boolean;
  readonly formalComplaint: boolean;
  readonly disciplinary: boolean;
  readonly staffIllness: boolean;
  readonly sickOnly: boolean;
  readonly image: boolean;
  /** An unnamed somebody is spoken of: the lady, his wife. */
  readonly somebody: boolean;
}

/** `identified`: something in the message narrows the crowd. */
export function signals(
  reading: Reading,
  attachments: readonly Attachment[],
  identified: boolean,
  policy: Policy,
): Signals {
  return {
    invented: isInvented(reading),
    wrongRecipient: isWrongRecipient(reading, identified),
    sharedLogin: isSharedLogin(reading),
    snooping: isSnooping(reading),
    unapprovedApp: isUnapprovedApp(reading, policy.apps),
    mockery: isMockery(reading),
    laughing: isLaughing(reading),
    venting: isVenting(reading),
    grumble: isGrumble(reading),
    formalComplaint: isFormalComplaint(reading),
    disciplinary: isDisciplinary(reading),
    staffIllness: isStaffIllness(reading),
    sickOnly: isSickOnly(reading),
    image: showsPatient(reading, attachments),
    somebody: (reading.tags & (PERSON | KIN)) !== 0,
  };
}
