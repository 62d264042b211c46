/** Looking where one has no need to know, and shared logins and smartcards. */

const SHARED_LOGIN = [
  /\b(?:borrow|lend|lent|use|using|used|share|shared|sharing|leave|left|stick|pop|got|try|on)\b[^.!?\n]{0,40}\b(?:smart ?cards?|logins?|log ?ins?|passwords?|pword|pwd|credentials|card)\b/,
  /\b(?:my|mine|his|her|their|someone's|somebody's|mr \w+'s|dr \w+'s|\w+'s) (?:\w+ )?(?:login|log in|password|smart ?card|card|pin)\b[^.!?\n]{0,50}\b(?:use|is|in|under|still|til|for you|if you|sign)\b/,
  /\b(?:left (?:open|logged in)|still (?:open|logged in)|logged in as|log in as|go on as|sign (?:them|it|me) off as|charted as|prescribing (?:on|as)|password(?:'s| is) (?:under|on|the|same))\b/,
  /\bjust use (?:mine|my|his|hers|that|dr)\b/,
];
const NOT_SHARED =
  /\b(?:do not (?:lend|share)|don't (?:lend|share|leave)|never (?:lend|share|use)|not to (?:lend|share)|blocked|expired|locked out|is locked|reported to ra|reset|renew|new smartcards?|lost my|finds? a smartcard|smartcards? with ra|accounts built|portal password|password rules|password for visitors|visitors? password|wi-?fi|guest code|log out of|logged out|data security|phishing|payslip|cv2|nectar|birthday card|card for|sign the card|sympathy card|thank you card)\b/;

const LOOKED =
  /\b(?:looked|look|looking|peek|peeked|peep|snoop|snooping|nosy|nosey|been (?:in|into|on|through)|opened|had a (?:quick |wee |little |sneaky )?(?:look|nose|peek|gander)|viewed|searched|checked|check|went (?:in|into|through)|got (?:\w+ ){0,2}results up|pull|pulled|see|can see|was in|find out|who's been in|in your list|on yours|on \w+'s list|look (?:up|at))\b/;
const RECORD =
  /\b(?:record|records|notes|scan|scans|ct|results?|bloods|ice|pacs|pas|epr|trak|systmone|system one|emis|rio|badger|badgernet|scr|the system|letters|file|knee|appointments|clinic|list|whiteboard|chart|maternity|biopsy)\b/;
const NO_NEED =
  /\b(?:my (?:own )?(?:mum|mam|mother|dad|father|ex|neighbour|next door neighbour|sister|brother|sister in law|brother in law|cousin|aunt|aunty|auntie|uncle|nan|gran|friend|mate|boss|boyfriend|girlfriend|fella|husband|wife|son|daughter|niece|nephew|landlord|colleague|flatmate|hairdresser|teacher|fella's ex)|mum's|dad's|neighbour|our church|your old teacher|the footballer|footballer's?|the lottery winner|lottery winner|celeb|celebrity|the mayor|the mp|off the telly|out of curiosity|being nosy|just (?:wanted )?(?:to )?(?:see|know)|only wanted to see|i want to know|he'll never know|she'll never know|won't tell|nobody tell ig|don't tell ig|off the record|didn't hear it from me|not (?:on )?our list|know i'm not meant|not meant to|no form|lol|between us|works here)\b/;
const AUDIT =
  /\b(?:opened her record|opened his record|record has been viewed|been in my [\w ]{2,20} record|viewed \d+ times|inappropriate access|\d+ of you (?:opened|looked|viewed)|who's been in|audit will show|hands up who)\b/;
const RIGHTFUL =
  /\b(?:with her\b|with him\b|her nhs app|nhs app|she said yes|he said yes|consented|with consent|access audit|can't look up|don't look up|do not look up|never look up|you can't look|no one should|nobody should|checking the allergy|meds rec|referral never went|birth debrief|if you want to see your own|ask ig|every click|policy)\b/;

export const isSharedLogin = (lower: string): boolean =>
  SHARED_LOGIN.some((pattern) => pattern.test(lower)) &&
  /card|log|pass|pword|pwd|mine|credential|charted as|prescribing/.test(lower) &&
  !NOT_SHARED.test(lower);

/** Somebody's record was, or is to be, opened with no need to know. */
export const isSnooping = (lower: string): boolean =>
  !/\bhe'll never know|she'll never know\b/.test(lower) && RIGHTFUL.test(lower)
    ? false
    : AUDIT.test(lower) || (LOOKED.test(lower) && RECORD.test(lower) && NO_NEED.test(lower));
