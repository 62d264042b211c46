/** A colleague's own illness told to others. "Has called in sick" is the rota's business, and clear. */

const ABSENT =
  /\b(?:off (?:with|cos|because|for (?:her|his|their) (?:own|new|op|operation|surgery|hip|knee))|is off|isn't (?:on|in)|won't be (?:in|back)|wont be (?:in|back)|isnt on|not on (?:annual )?leave|signed off|come off nights|taken \w+ off nights|off nights|off the on call|off until|off til|off till|why \w+'s off|why (?:she|he)'s off|back after|returns? (?:\w+, )?phased|phased return|when (?:she|he)'s back|on long term sick|lists are off|is off|'s off|sick leave|no (?:lone )?driving|lone working|get well|fit note|oh say|occ(?:upational)? health|occy health|adjustments|mgmt referral|management referral|ill health retirement|collection for|hamper fund|starts (?:his|her|their) chemo|between (?:us|you and me|you me)|just so (?:you know|no one|the rota)|keep (?:it|this) (?:quiet|to yourself|in here)|don't say i|dont say i|don't tell the others|go easy|don't swamp her|don't swamp him|you didn'?t hear (?:it )?from me|one short|short today|told me in|asked me not to say|poor love|bless her|bless him|before (?:the|her|his) 1:1s|you know her better|downstairs in|following \w+'s)\b/;
const SICK_ONLY = /\b(?:called|rung|rang|phoned) in sick\b/;

export const isStaffAbsence = (lower: string): boolean => ABSENT.test(lower);
export const isSickOnly = (lower: string): boolean => SICK_ONLY.test(lower);
