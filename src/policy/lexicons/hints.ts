/**
 * Words without which an expensive expression can't match, so that it is tried on few messages. Each alternative of
 * the expression must need a whole word of its list here: tests/policy/hints.test.ts looks.
 */

/** For `TIES` in detectors/descriptor.ts. */
export const TIE = 1 << 0;
export const TIE_WORDS = `
mum, mam, dad, wife, husband, son, daughter, sister, brother, nan, gran, partner, mother, father, auntie, aunt, uncle,
grandad, boyfriend, girlfriend, ex, cousin, niece, nephew, neighbour, widow, agent, fiance, fiancee, used, does, reads,
did, presents, one, only, married, family, families, first, year, former, retired, driver, worker, player, captain,
singer, teacher, instructor, coach, clerk, presenter, owner, assistant, mayor, champion, councillor, keeper, hand, star,
manager
`;

/** For `NICKNAMED` there. */
export const NICKNAME = 1 << 1;
export const NICKNAME_WORDS = 'lady, man, woman, guy, lad, bloke';

/** For dates with a month in words. */
export const MONTH = 1 << 2;
export const MONTH_WORDS = `
january, jan, february, feb, march, mar, april, apr, may, june, jun, july, jul, august, aug, september, sept, sep,
october, oct, november, nov, december, dec
`;

/** For `HANDED` in signals/access.ts. */
export const HANDED = 1 << 3;
export const HANDED_WORDS =
  'login, log, logged, logging, password, passcode, pin, smartcard, card, fob, badge, credentials, account, access';

/** For `GONE` in signals/wrong-recipient.ts. */
export const GONE = 1 << 4;
export const GONE_WORDS = `
found, mixed, swapped, faxed, emailed, sent, posted, gone, went, delivered, landed, arrived, turned, ended, came, handed, given, opened,
stuffed, got, received, put
`;

/** A word with a hyphen may hide any of them. */
export const ANY_HINT = TIE | NICKNAME | MONTH | HANDED | GONE;
