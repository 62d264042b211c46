/** Complaints about, and gossip on, people who can be singled out; a colleague's disciplinary matter. */
import { DISCIPLINE, FORBID, FORMAL, LAUGH, MOCK, PRONOUN } from '../lexicons/cues.ts';
import { GOSSIP, KIN, NAME, PERSON, STAFF_ROLE, STAFF_TITLE, WORD, WORD_NAME } from '../lexicons/tags.ts';
import { has, type Reading } from '../reading.ts';

/** Not a person's: a service, a clinic or a form of absence is suspended. */
const NO_PERSON =
  /\bdisciplinary (?:policy|policies|procedures?|process|training|drop-?in|toolkit|panel training)|\b(?:visiting|queue|printer|service|services|clinics?|lists?|sessions?|training|pdrs|admissions|elective|bookings?|parking|refresher|policy|e-?learning)\b[^.!?\n]{0,24}\b(?:suspended|suspension|stood down)|\boral suspension|suspension (?:\d|mg)/;
/** Faces that roll their eyes or retch; a laughing face alone is often at oneself. */
const CONTEMPT = /🙄|🤮|🤢|🤡|💩/u;

/** Words shouted in capitals. */
const CAPITALS = /\b(?:AGAIN|SUCH|SO|ALL|EVERY|NEVER|ALWAYS|STILL|HELP|WHY|NOT)\b/;

export const isMockery = ({ cues, lower }: Reading): boolean =>
  ((cues & MOCK) !== 0 && (cues & FORBID) === 0) || ((cues & LAUGH) !== 0 && CONTEMPT.test(lower));
export const isLaughing = ({ cues }: Reading): boolean => (cues & LAUGH) !== 0;
export const isGrumble = ({ lower }: Reading): boolean =>
  /\b(?:again|another|third time|always|yet again|every \d+ min|\d+ times|shoot me|kill me|give me strength|honestly|i swear|doing my head in|here we go|groan|for the love of|rolls eyes|can'?t cope with)/.test(
    lower,
  );
/** "Complains of pain", "chief complaint": a symptom, not a grievance. */
const SYMPTOM =
  /\b(?:chief|presenting|main) complaint|\bcomplain(?:s|ed|ing|ts?)? of\b|\bc\/o\b|\bcomplaints (?:including|such as|today)\b|\bfor (?:several|multiple) complaints\b|\bno (?:\w+ ){0,3}complaints\b/;

export const isFormalComplaint = ({ cues, lower }: Reading): boolean => (cues & FORMAL) !== 0 && !SYMPTOM.test(lower);
/** Ordinary words of irritation, with a face that laughs or rolls its eyes or a "again". */
export const isVenting = (reading: Reading, grumble: boolean): boolean =>
  (reading.tags & GOSSIP) !== 0 &&
  ((reading.tags & (PERSON | KIN)) !== 0 || (reading.cues & PRONOUN) !== 0) &&
  (isLaughing(reading) || grumble || CAPITALS.test(reading.text));
/** Somebody at work is named, by name, role or pronoun, in the sentence that tells of it. */
export const isDisciplinary = ({ cues, lower, tokens }: Reading): boolean =>
  (cues & DISCIPLINE) !== 0 &&
  !NO_PERSON.test(lower) &&
  tokens.some(
    (told) =>
      (told.cues & DISCIPLINE) !== 0 &&
      tokens.some(
        (token) =>
          token.sentence === told.sentence &&
          token !== told &&
          ((token.shape === 'Capital' && has(token, NAME) && (!has(token, WORD) || has(token, WORD_NAME))) ||
            has(token, STAFF_ROLE | STAFF_TITLE) ||
            (token.cues & PRONOUN) !== 0),
      ),
  );
