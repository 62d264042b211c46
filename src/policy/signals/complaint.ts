/** Complaints about, and gossip on, people who can be singled out; a colleague's disciplinary matter. */

/** Said of a patient or a relative to mock or to vent. */
const MOCKERY =
  /\b(?:drama queen|diva|nightmare|kicking off|kicks off|frequent flyer|serial (?:moaner|complainer)|moaner|moaning|whing\w*|doing my head in|drives? me (?:mad|up the wall|round the bend)|drunk as a skunk|vile|dirty old|pervert|perv\b|creep|wandering hands|grabbed my|unbelievable woman|unbelievable man|attention seek\w*|likes the attention|wants attention|time ?waster|bed ?blocker|faker|faking|putting it on|malingering|nutter|nutjob|psycho|loony|mental case|crazy|bonkers|weirdo|fat\b|whale|crane not a hoist|table's insured|stinks|reeking|reeks|stinking|smelly|minging|manky|gross|disgusting|rude|vultures|gold ?digger|her majesty|his majesty|lady muck|princess|madam\b|karen|pain in the (?:arse|ass|bum|backside|neck)|pita\b|waste of (?:space|time)|can't stand|sick of (?:him|her|them)|hate (?:him|her)|dread(?:ing)? (?:him|her)|absolute (?:\w+ )?(?:nightmare|state|joke|cow|pig|git|idiot)|old (?:cow|bat|goat|git|bag|witch)|cow\b|pig\b|idiot|moron|thick as|scream(?:ing|ed) at|tore strips|stark naked|tattoo of|proposed|boyfriend since|you couldn't write it|couldn't make it up|wait til i tell you|guess who|loyalty card|'dying' again|dog ate it|lost" another|don't ask|pray for me|god help|heaven help|can't even|bless him he|you'll never guess|get this|what a (?:sight|state|character)|lmao+|rofl|pmsl|lolz?)\b|[🙄🤮🤢🤡💩]/u;
/** Wants to or did complain, in earnest. */
const FORMAL =
  /\b(?:complain(?:t|ts|ed|ing|s)?|pals (?:have|has|had|re)|wants the chief exec|wants the chief executive|written to the (?:paper|papers|press|mp)|gone to the (?:paper|papers|press)|one star|1 star|bad review|concern raised by|raised a concern|letter of complaint|suing|solicitor's letter|legal claim|compensation|banned for|banned from|slapped (?:the|a)|called (?:her|him|them) by the wrong name|missing hearing aid|wants? (?:it|this) looked into|told \w+ to go back|racist|racially|swung at|abusive)\b/;
const LAUGH = /[😂🤣😳👀🙃😬🤦]|\blol\b/u;
const GRUMBLE = /\bagain\b/;
const DISCIPLINARY =
  /\b(?:suspended|under investigation|investigation meeting|disciplinary|sacked|struck off|dismissed|fitness to practise|gross misconduct|capability (?:meeting|hearing)|gone missing from the (?:cd|drug)|codeine (?:going|gone) missing|on a final warning|final warning|grievance|sleeping on (?:nights|shift|duty)|drinking on (?:shift|duty)|smelling of drink|smell of drink on|caught stealing|stealing|nicking (?:the )?(?:codeine|drugs|meds)|fraud investigation|bullying)\b/;
const NOT_DISCIPLINARY =
  /\b(?:visiting (?:is )?suspended|service(?:s)? suspended|pdrs|training|suspended from|suspension|policy|refresher|clinics? suspended|sessions? suspended|visiting suspended|lists? suspended)\b/;

export const isMockery = (lower: string): boolean => MOCKERY.test(lower);
export const isLaughing = (lower: string): boolean => LAUGH.test(lower);
export const isGrumble = (lower: string): boolean => GRUMBLE.test(lower);
export const isFormalComplaint = (lower: string): boolean => FORMAL.test(lower);
export const isDisciplinary = (lower: string): boolean => DISCIPLINARY.test(lower) && !NOT_DISCIPLINARY.test(lower);
