/** Which of the names found in any text, ward message or not, are sure enough to be given as people. */
import type { Person } from './people.ts';

/** On the lists of names and no word; of a full name at least one part. */
const SURE = 0.7;
const SURE_FULL = 0.9;
/** Names of people too, but mostly of places, peoples, clubs and firms. */
const PLACES = new Set(
  'london paris greek greece cyprus brazil sweden czech american america finland norway portugal austria denmark canada swedish russian russia doncaster grimsby burnley buxton leicester greenwich toronto tunisia everton chelsea fulham brighton cornwall florida vegas malton truro kingston norse derby lincoln preston bolton blackburn carlisle chester bristol bath wells york durham sussex essex kent surrey devon dorset norfolk suffolk stafford warwick bedford hereford lancaster cheshire berkshire hampshire wiltshire somerset gloucester worcester shrewsbury windsor oxford cambridge milton keynes peterborough ipswich norwich colchester southend brentford watford luton reading swindon plymouth exeter torquay bournemouth poole southampton portsmouth hastings dover canterbury maidstone croydon bromley enfield barnet hackney camden islington lambeth lewisham swansea newport wrexham aberdeen dundee stirling perth inverness belfast derry lisburn dublin cork galway limerick madrid barcelona rome milan venice berlin munich vienna prague warsaw moscow tokyo beijing sydney melbourne boston dallas houston austin phoenix denver seattle detroit washington virginia carolina georgia texas california jersey israel jordan chad mali niger nigeria kenya ghana egypt cuba chile peru mexico argentina colombia haiti jamaica belgium dutch holland swiss switzerland hungary romania bulgaria serbia croatia ukraine turkey iran iraq syria lebanon pakistan bangladesh vietnam thailand korea japan indonesia malaysia singapore philippines australia zealand tesco villa rangers celtic arsenal spurs villan iban bot labor mac'.split(
    ' ',
  ),
);
/** What ends the name of a firm, a place, a day. */
const NO_PERSON =
  /(?:^|\s)(?:day|jobs?|town|city|united|fc|county|road|street|inc|ltd|llc|plc|group|bank|university|college|airport|beach|island|islands|park|hotel|festival|awards?|world|kitchen|bay|valley|river|lake|mount|hill|hall|house|school|church|centre|center|station|club|band|records|radio|news|times|tv|app|games?|show|film|album|song|book|tour|league|cup)$/i;
/** Handles, tags, links and camels name accounts and topics. */
const OTHER = /[@#/_.~\d]$/;
/** Right before a place. */
const PLACE_BEFORE = /(?:^|[\s"'(])(?:in|at|near|to|around|towards|across|the|of|via|outside|visit|visiting|from)\s$/i;

export function isEntity({ form, start, end, confidence }: Person, text: string): boolean {
  if (form === 'initials') return false;
  const before = text.slice(Math.max(0, start - 12), start);
  if (OTHER.test(before) || /^[_/@]/.test(text.slice(end, end + 1))) return false;
  if (form === 'titled') return true;
  if (confidence < (form === 'full' ? SURE_FULL : SURE)) return false;
  const shown = text.slice(start, end);
  const after = /^ (\p{Lu}[\p{L}]*)/u.exec(text.slice(end, end + 16))?.[1] ?? '';
  if (NO_PERSON.test(shown) || NO_PERSON.test(after)) return false;
  if (
    shown
      .toLowerCase()
      .split(/\s/)
      .some((word) => PLACES.has(word)) &&
    form === 'single'
  )
    return false;
  if (/\p{Ll}\p{Lu}/u.test(shown) && !/(?:Mc|Mac|Fitz|De|Le|La|Van|O')\p{Lu}/u.test(shown)) return false;
  return form === 'full' || !PLACE_BEFORE.test(before);
}
