/** Clinical talk or pictures on their way to an app that the organisation has not approved. */
import type { Apps } from '../policy.ts';

const CLINICAL =
  /\b(?:patients?|pts?|handover|handovers|clinical|wounds?|pics?|photos?|pictures?|images?|videos?|x-?rays?|scans?|ecgs?|12 lead|trace|ctg|results?|bloods|rash|chart|notes|referrals?|discharge summar(?:y|ies)|summar(?:y|ies)|letters?|caseload|tracker|who's in labour|in labour|sore|foot|leg|legs|visits?|visit notes|on ?call|on-calls|outbreak|palliative|rounds|screen recording|ward view|clinic letters|136|story|hand injuries|advice|questions|discuss|list|the lot of them|her|him)\b/;
const PLAN =
  /\b(?:send|sent|sending|share|put|post|move|moved|use|using|do|run|runs|running|set up|make|made|add|adding|join|go on|go|whats?app|ping|discuss|answers?|let|lives|upload|drop|stick|snapchat me|on|to|via|through|into|over)\b/;
const NOT_THAT =
  /\b(?:don't (?:use|put|send|share)|do not (?:use|put|send|share)|we don't use|never (?:use|put|send)|not approved|please don't|pls don't|not on whatsapp|no patients|nothing about (?:work|patients)|nothing clinical|social stuff only|social only|not for (?:anything )?clinical|instead of whatsapp|off whatsapp (?:and|by)|stop using|banned|leave the whatsapp|taken down)\b/;
const SOCIAL =
  /\b(?:xmas|christmas|party|night out|the do\b|xmas do|netball|football|5 a side|five a side|curry|pub|drinks|hen do|leaving do|bake sale|rota swap|swap shifts|the rota|my rota|shift swaps|lift share|car share|secret santa|fantasy league|book club|running club|choir|taxis|outfits|agenda|awayday|away day|deposits|tickets)\b/;

/** `apps` says which names count; built once with the policy. */
export function isUnapprovedApp(lower: string, apps: Apps): boolean {
  if (!apps.unapproved.test(lower) || NOT_THAT.test(lower)) return false;
  if (SOCIAL.test(lower) && !/\b(?:patients?|wound|handover|clinical)\b/.test(lower)) return false;
  return CLINICAL.test(lower) && PLAN.test(lower);
}
