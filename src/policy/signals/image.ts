/** Whether a picture shows a patient, or something with their details on it, by the words and the file's name. */
import type { Attachment } from '../types.ts';

const PICTURE = /^(?:image|video)\/|pdf$/;
/** Papers and screens that carry a name. */
const DOCUMENT =
  /\b(?:wrist ?bands?|kardex|drug chart|charts?|obs chart|white ?board|the board|handover sheet|handover|discharge letter|letter|letters|med list|meds list|medication list|appointment card|id card|drug label|labels?|prescription|fp10|stickers?|notes|old notes|screenshot|printout|referral|report|assessment|consent form|request form|forms? with|x-?rays?|film|ct|mri|scan|scans|nuchal|pacs|ecg|trace|uss|sdh|imaging|cxr|epr|record|page 3)\b/;
/** Says that somebody's details can be seen. */
const DETAILS =
  /\b(?:name(?:'s|s)? (?:and|still|in|at|on|is)|names? (?:top|visible|showing)|see (?:her|his|their|the) name|her name|his name|dob|details|banner|hosp(?:ital)? n(?:o|umber)|nhs n(?:o|umber)|couldn't crop|cropped it|thought id cropped|(?:is )?readable|open behind|in the background|report's there|filled in|her meds page|top left|top corner)\b/;
const BODY =
  /\b(?:wound|wounds|rash|sore|sacrum|heel|heels|foot|feet|toe|toes|leg|legs|arm|arms|forearms?|hand|hands|finger|face|faces|neck|back|chest|tummy|abdomen|head|eye|eyes|ear|mouth|tongue|stoma|scar|burn|burns|bruise|bruises|bruising|skin|ulcer|blister|swelling|lesion|mole|cellulitis|#|fracture|mark on|lichen|cracked|hip|knee|foam|catheter lady|nuchal|hair|midline|bath)\b/;
const SOMEBODY =
  /\b(?:her|his|she|he|him|pt|pts|patient|patients|resident|residents|this man|this lady|this woman|lady|gent|gentleman|fella|bloke|mum|baby|little one|kids|child|children|year \ds?|\d ?yo|room \d+'s|bed \d+'s|bay \d+'s|wee man|bairn|lad|lass|he's|she's|they've)\b/;
const THING =
  /\b(?:fridge|freezer|bracket|brackets|cake|menu|car park|parking|poster|rota|template|blank|charger|airpod|mural|autoclave|puddle|doblo|van|door|sling bar|printer|toner|lunch|katsu|bin|bins|leak|ceiling|lift|boiler|radiator|heating|kettle|microwave|sign|new sign|plant|pigeon|spider|mouse|graffiti|equipment|trolley|pump|splint|warmer|cassette|sofa|chair legs|curtains|tiles|mug|earring|glove|gloves|kit|parcel|delivery|stock|shelf|cupboard|storage|sunset|snow|dog|cat|swan|duck|garden|flowers|food|crumpet|sandwich|30th|leaving do|birthday|selfie wall|map|agenda|flyer|form is|flowchart|pathway doc|procedure|policy|manual|error box|no pt open|nothing open|test patient|test pt|radiopaedia|case of the week|textbook|guideline|certificate|trophy|raffle|tombola|team photo|christmas|xmas|tree|display|spine is having|awards do|login page)\b/;
const NAMELESS =
  /\b(?:cropped (?:it )?(?:out|so)|no (?:name|names|details|identifiers)|nothing (?:on it|identif|open)|anonymised|redacted|not filled in|no pt open|blank|names? (?:blanked|blurred|covered|removed|cut off|cropped))\b/;
const TALKS_OF_PICTURE =
  /\b(?:pic|pics|photo|photos|picture|image|screenshot|still|attached|see (?:pic|photo|attached)|selfie|video|footage|look at)\b/;

export const isPicture = ({ type }: Attachment): boolean => PICTURE.test(type);

/** `said`: something clinical is said in the text. */
export function showsPatient(lower: string, attachments: readonly Attachment[], said: boolean): boolean {
  const pictures = attachments.filter(isPicture);
  if (pictures.length === 0) return false;
  const files = pictures.map(({ name }) => name.toLowerCase().replace(/[_\-.\d]+/g, ' ')).join(' ');
  if (NAMELESS.test(lower) && !DETAILS.test(lower.replace(NAMELESS, ''))) return false;
  let weight = 0;
  if (DETAILS.test(lower)) weight += 2;
  if (DOCUMENT.test(lower) || DOCUMENT.test(files)) weight += 1.5;
  if (BODY.test(lower) || BODY.test(files)) weight += 1;
  if (SOMEBODY.test(lower)) weight += 1;
  if (said) weight += 0.5;
  if (TALKS_OF_PICTURE.test(lower)) weight += 0.5;
  if (THING.test(lower)) weight -= 2;
  return weight >= 2;
}
