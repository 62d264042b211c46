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

/** `identified`: something in the message narrows the crowd. `named`: a name or a number, whoever it is. */
export function signals(
  reading: Reading,
  attachments: readonly Attachment[],
  identified: boolean,
  named: boolean,
  policy: Policy,
): Signals {
  return new Asked(reading, attachments, identified, named, policy);
}

/** Each is found out only when it is asked for: of most messages most are not. */
class Asked implements Signals {
  private readonly reading: Reading;
  private readonly attachments: readonly Attachment[];
  private readonly identified: boolean;
  private readonly named: boolean;
  private readonly policy: Policy;

  constructor(
    reading: Reading,
    attachments: readonly Attachment[],
    identified: boolean,
    named: boolean,
    policy: Policy,
  ) {
    this.reading = reading;
    this.attachments = attachments;
    this.identified = identified;
    this.named = named;
    this.policy = policy;
  }

  get invented(): boolean {
    return isInvented(this.reading);
  }
  get wrongRecipient(): boolean {
    return isWrongRecipient(this.reading, this.identified);
  }
  get sharedLogin(): boolean {
    return isSharedLogin(this.reading);
  }
  get snooping(): boolean {
    return isSnooping(this.reading, this.named);
  }
  get unapprovedApp(): boolean {
    return isUnapprovedApp(this.reading, this.policy.apps);
  }
  get mockery(): boolean {
    return isMockery(this.reading);
  }
  get laughing(): boolean {
    return isLaughing(this.reading);
  }
  get venting(): boolean {
    return isVenting(this.reading);
  }
  get grumble(): boolean {
    return isGrumble(this.reading);
  }
  get formalComplaint(): boolean {
    return isFormalComplaint(this.reading);
  }
  get disciplinary(): boolean {
    return isDisciplinary(this.reading);
  }
  get image(): boolean {
    return showsPatient(this.reading, this.attachments, this.identified);
  }
  get somebody(): boolean {
    return (this.reading.tags & (PERSON | KIN)) !== 0;
  }
}
