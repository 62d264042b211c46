/** "Sorry, wrong group": something about a patient went where it should not have. */

const SLIP =
  /\bwrong (?:\w{1,12} )?(?:group|chat|channel|team|thread|person|window|ward|recipient|address|email|list|inbox|cmht|trust|provider|practice|surgery|house|home|file|attachment|envelope|sarah|number|fax|place|one|lot)\b|\b(?:meant|intended|supposed) (?:for|to go to|to send (?:it|that|this) to)\b|\b(?:that|this|it) was for (?!my|tea|lunch|the kids|dinner)|\b(?:was|were) for (?:the )?(?:[\w&' -]{2,24}) (?:team|group|channel|chat|desk|nurses|doctors|lot|not)\b|\bnot (?:you|for you|this (?:group|chat|channel)|here|all of you|the whole)\b|\bignore (?:that|my last|last|this|the last|the message|the (?:above|paragraph|post|scan|attachment|result|bit))\b|\bpls ignore|\bplease ignore|\bunsee\b|\bforget (?:you saw|i spoke|that|i said|you read)\b|\breplied all\b|\breply all\b|\brecall\b|\bmisdirected\b|\bsent (?:to|it to|in error|by mistake)|\bposted (?:in|to) the wrong\b|\bdelete (?:that|it|this|without|please|delete)\b|\bun-?read\b|\bstrike (?:her|him|them) off\b|\boops\b|\bwent to the\b/;
const STRONG =
  /\bwrong (?:\w{1,12} )?(?:group|chat|channel|team|thread|person|window|recipient|list|inbox|cmht|trust|provider|practice|file|attachment|envelope)\b|\bmeant for\b|\b(?:was|were) for\b|\bintended for\b|\bnot (?:you|for you|here|all of you|the whole)\b|\breplied all\b|\brecall\b|\bwrong \w+\b|\bsent (?:it )?to the wrong\b|\bwent to the (?:\w+ )?(?:wrong|all)\b|\binstead\b|\bignore (?:that long|my last|that)\b/;
const ABOUT =
  /\b(?:patients?|pts?|lady|gent|gentleman|chap|bloke|fella|man|woman|girl|boy|lad|lass|kid|baby|twins|triplets|her|him|his|she|he|one of (?:ours|yours|mine)|bed ?(?:space )?\d+|room \d+|rm \d+|bay \d+|sr ?\d+|side room|result|results|scan|letter|letters|fax|referral|handover|notes|chart|nhs no|number|appointment|discharge|safeguarding|report|yr old|year old|mum|dad|wife|husband)\b/;
const HARMLESS =
  /\b(?:my husband|my wife|my mum|my sister|my mate|my kids|fish fingers|big shop|shopping|lunch|dinner|ocado|clutch|agenda|away day|awayday|rota|where to park|parking|gif|meme|recipe|curry|pizza|karaoke|birthday|timetable|minutes of the meeting|study day|car)\b/;

/** A slip alone, with what it was about a patient's. */
export const isWrongRecipient = (lower: string, aboutSomebody: boolean): boolean =>
  SLIP.test(lower) && STRONG.test(lower) && !HARMLESS.test(lower) && (aboutSomebody || ABOUT.test(lower));
