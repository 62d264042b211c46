/** What is said around a number of what it is. */
import { ending } from '../ending.ts';
import { after, before, type Reading } from '../reading.ts';

const REACH = 64;
/** A label holds for the number it stands before unless a sentence ends or another number comes between. */
const CUT = /[!?\n]|[a-z]{3,}\. |\d{4}/;

export function labelNear(reading: Reading, start: number, end: number, label: RegExp): boolean {
  const left = before(reading, start, REACH).split(CUT).at(-1) ?? '';
  const wide = before(reading, start, REACH);
  return (
    label.test(left) ||
    (/(?:^|[^.])[?:]\s*$/.test(wide) && label.test(wide)) ||
    /^[^.!?\n\d]{0,4}\(?(?:nhs|chi|h&c|hcn)\b/.test(after(reading, end, 14))
  );
}

/** Orders, tickets, tags, phones, money, meetings: numbers of things. */
const THING = ending(
  /\b(?:po|p\.o\.|order|orders|req|requisition|invoice|inv|ticket|incident|inc|ritm|chg|change|job|case|cases|ref|refs|reference|asset|tag|serial|s\/n|consignment|delivery|parcel|tracking|batch|lot|barcode|meeting|id|passcode|passwords?|pin|account|acct|sort code|iban|vat|cost centre|cost code|quote|fax|ext|extension|bleep|dial|ocado|rma|isbn|licence|policy|datix|foi|iras|rec|nct|version|build|grid|reg|voucher|reagent|grn|wo|task|rfc|crq|docket|claim|shift ref|credit|shift|estates|model|part|nsv|npc|catalogue|timestamp|epoch|assignment|position|payroll|esr)s?\b(?:no\.|[^.!?\n]){0,24}$/,
);

export const hasOtherReading = (reading: Reading, start: number, end: number): boolean =>
  THING(before(reading, start, 36)) || /^\s?(?:gbp|pounds|kg|ml|mg|hrs|hours|[x×]\s?\d)/.test(after(reading, end, 8));
