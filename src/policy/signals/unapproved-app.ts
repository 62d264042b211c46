/** Clinical talk or pictures on their way to an app that the organisation has not approved. */
import { CLINICAL, DOCUMENT, FORBID, SOCIAL } from '../lexicons/cues.ts';
import { PERSON, SAID } from '../lexicons/tags.ts';
import type { Apps } from '../policy.ts';
import type { Reading } from '../reading.ts';

const REMINDS =
  /\b(?:reminder|not approved|isn'?t approved|approved (?:app|messaging|alternative)|please (?:don'?t|do not)|do not (?:use|put|send|post|set|share)|policy|guidance|banned|not allowed)\b/;
const STILL =
  /\b(?:let's|lets|shall we|can we|i'll|from now on|quicker|easier|ping|what's your number|i've|we've|set up)\b/;

/** `apps` says which names count; built once with the policy. */
export function isUnapprovedApp({ cues, tags, lower }: Reading, apps: Apps): boolean {
  const clinical = (cues & (CLINICAL | DOCUMENT)) !== 0 || (tags & (SAID | PERSON)) !== 0;
  if ((!clinical && (cues & SOCIAL) === 0) || !apps.unapproved.test(lower)) return false;
  if ((cues & FORBID) !== 0 && !STILL.test(lower)) return false;
  if (REMINDS.test(lower) && !/\b(?:let'?s|i'?ll|from now on|quicker|easier|faster|nobody|won'?t tell)\b/.test(lower))
    return false;
  if ((cues & SOCIAL) !== 0)
    return (
      /\b(?:patients?|wounds?|handovers?|clinical|pts?)\b/.test(lower) && !/\b(?:no patients|social)\b/.test(lower)
    );
  return clinical;
}
