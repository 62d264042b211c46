/** Invented, taught, published or watched: a message about nobody in the room. */

const INVENTED =
  /\b(?:made[ -]?up|fictional|fictitious|invented|imaginary|not a real (?:person|patient|case|one)|not real|isn't real|dummy|test (?:patient|pt|record|data|system|env|environment|domain|case|message|account)|training (?:system|env|environment|domain|record|case|patient|only|data)|uat\b|sandbox|demo (?:patient|record|data)|mannequin|manikin|simulated|simulator|sim (?:brief|session|case|patient|scenario|day|suite)|simman|role ?play|vignette|scenario|actor|actress|osce|viva|prompt drill|(?:is|just|only) a drill|this is a drill|mock (?:crime|patient|scenario|case|exam|up)|tabletop|for example|e\.g\.|example only|xxtest|zzztest|zztest|test test|case report|case study|case of the (?:week|month)|case (?:series|presentation)|published|bmj|nejm|lancet|journal|textbook|module \d|e-?learning|worked example|quiz|past paper|exam question|calc question|hypothetical|general q|in general|as a general thing|nobody (?:in mind|in particular)|no one in (?:mind|particular)|anonymised case|composite case|all stories changed|disguised)\b/;
const REAL =
  /\b(?:real one|real patient|real case|not a drill|not a test|no drill|not made up|isn't a drill|this is real|for real)\b/;
const WATCHED =
  /\b(?:last night's (?:episode|casualty|holby|corrie|eastenders|emmerdale)|episode|casualty repeat|hospital drama|on corrie|coronation street|eastenders|emmerdale|holby|doctor foster|doc martin|grey's anatomy|call the midwife|24 hours in a&e|on netflix|box ?set|boxset|season finale|spoiler|did anyone (?:else )?(?:watch|see) (?:that|the|them)|watched all of|book club|novel|film night|the movie|soap|celeb|celebrity|premier league|world cup|the match last night)\b/;
/** A question about what anybody should do. */
const GENERAL =
  /\b(?:general q|quick q\b|generic q|hypothetically|if someone's|if somebody's|if a (?:patient|pt|tenant|resident|client|service user|14 yr old|child)|what's the (?:threshold|policy|rule|difference)|do we still need|as a general)\b/;

export const isInvented = (lower: string): boolean =>
  (INVENTED.test(lower) || GENERAL.test(lower)) && !REAL.test(lower);
export const isWatched = (lower: string): boolean => WATCHED.test(lower);
