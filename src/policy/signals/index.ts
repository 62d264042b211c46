/** The situations that a message's words describe. Each file says one; here they are asked together. */
import { KIN, PERSON } from '../lexicons/tags.ts';
import type { Policy } from '../policy.ts';
import type { Reading } from '../reading.ts';
import type { Attachment } from '../types.ts';
import { isSharedLogin, isSnooping } from './access.ts';
import { isDisciplinary, isFormalComplaint, isGrumble, isLaughing, isMockery, isVenting } from './complaint.ts';
import { showsPatient } from './image.ts';
import { isInvented } from './setting.ts';
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
  readonly image: boolean;
  /** An unnamed somebody is spoken of: the lady, his wife. */
  readonly somebody: boolean;
}

/** All at once, since the weights want to know them all. `identified`: something in the message narrows the crowd. `named`: a name or a number, whoever it is. */
export function signals(
  reading: Reading,
  attachments: readonly Attachment[],
  identified: boolean,
  named: boolean,
  policy: Policy,
): Signals {
  const grumble = isGrumble(reading);
  return {
    invented: isInvented(reading),
    wrongRecipient: isWrongRecipient(reading, identified),
    sharedLogin: isSharedLogin(reading),
    snooping: isSnooping(reading, named),
    unapprovedApp: isUnapprovedApp(reading, policy.apps),
    mockery: isMockery(reading),
    laughing: isLaughing(reading),
    venting: isVenting(reading, grumble),
    grumble,
    formalComplaint: isFormalComplaint(reading),
    disciplinary: isDisciplinary(reading),
    image: showsPatient(reading, attachments, identified),
    somebody: (reading.tags & (PERSON | KIN)) !== 0,
  };
}
