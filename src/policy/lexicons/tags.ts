/** What a word may be. One bit each, so that a token carries all its readings in one number. */
export const NAME = 1 << 0;
/** Ordinary English in lower case, so no name unless something says so. */
export const WORD = 1 << 1;
/** Mr, Mrs, Miss: the person is most likely a patient. */
export const TITLE = 1 << 2;
/** Dr, Sister, Sgt: the person is at work. */
export const STAFF_TITLE = 1 << 3;
export const STAFF_ROLE = 1 << 4;
export const KIN = 1 << 5;
/** Lady, gent, pt: one person without a name. */
export const PERSON = 1 << 6;
/** What is said of somebody: condition, symptom, test, drug, procedure, care. */
export const SAID = 1 << 7;
/** The part of it that is enough on its own before outsiders: sexual and mental health, pregnancy, police … */
export const SENSITIVE = 1 << 8;
export const DEATH = 1 << 9;
/** Bed, bay, room: takes a number. */
export const BED = 1 << 10;
/** Ward, clinic, ED, theatre. */
export const UNIT = 1 << 11;
export const JOB = 1 << 12;
/** A job or fame that few people have: mayor, vicar, footballer. */
export const FAME = 1 << 13;
/** Something others may have heard of: crash, fire, wedding. */
export const EVENT = 1 << 14;
export const CALENDAR = 1 << 15;
/** A person's name that isn't a person: Parkinson's, Waterlow, Zimmer. */
export const EPONYM = 1 << 16;
export const STREET = 1 << 17;
/** House, Lodge, Hospital, School: the end of a place's name. */
export const BUILDING = 1 << 18;
/** Clinical and office abbreviations, which initials must not be mistaken for. */
export const SHORTHAND = 1 << 19;
/** A word that is also a given name: Hope, Will, Grace. */
export const WORD_NAME = 1 << 20;
/** Ask, ring, thank: what comes next is a colleague. */
export const TO_STAFF = 1 << 21;
/** What a patient has and colleagues speak of: TTOs, bloods, notes, glasses. */
export const PATIENT_THING = 1 << 22;
/** Vile, diva, nightmare: gossip and mockery. */
export const GOSSIP = 1 << 23;
/** de, van, ap, al: inside a name. */
export const PARTICLE = 1 << 24;
export const DIGIT_WORD = 1 << 25;
/** Capitalised, and never a person: Teams, Datix, Greggs. */
export const PRODUCT = 1 << 26;
/** What a list, clinic, rota belongs to: a colleague. */
export const STAFF_THING = 1 << 27;
/** Has, needs, refused: what is told of a patient when it follows a name. */
export const PATIENT_VERB = 1 << 28;
/** Covering, teaching, consenting: what is told of a colleague. */
export const STAFF_VERB = 1 << 29;
/** Faith, origin, language. */
export const BACKGROUND = 1 << 30;
/** What wards are named after. The sign bit: only ever tested with &. */
export const WARD_NAME = 1 << 31;
