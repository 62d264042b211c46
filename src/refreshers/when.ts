/** When a refresher goes out, by the clock on the wall. Pure. */
import { Temporal } from 'temporal-polyfill';
import type { Read } from './read.ts';
import { type Fault, LONGEST } from './refresher.ts';

/** `at`: local, as a browser's field gives it: `2026-12-01T10:00`. `week`: of its campaign, from 0. */
export type When =
  | { readonly kind: 'now' | 'tomorrow' }
  | { readonly kind: 'at'; readonly at: string }
  | { readonly kind: 'week'; readonly week: number };

/** When those go out that name no time. */
const TEN = Temporal.PlainTime.from('10:00');
const LATEST_DAYS = 366;

export interface Weeks {
  /** `YYYY-MM-DD`. */
  readonly startsOn: string;
  readonly endsOn: string;
}

export function readWhen(when: When, now: Date, timeZone: string, campaign: Weeks | null): Read<Date> {
  const fault = (sentence: string): Read<Date> => ({ faults: [{ field: 'when', sentence }] });
  const from = (moment: Date): Read<Date> => {
    if (moment < now) return fault('This time is past: choose a later one.');
    const latest = new Date(now.getTime() + LATEST_DAYS * 86_400_000);
    return moment > latest ? fault('Choose a time within a year from now.') : { ok: moment };
  };
  switch (when.kind) {
    case 'now':
      return { ok: now };
    case 'tomorrow':
      return { ok: at(today(now, timeZone).add({ days: 1 }), TEN, timeZone) };
    case 'at': {
      const local = plainTime(when.at);
      return local ? from(at(local.toPlainDate(), local.toPlainTime(), timeZone)) : fault('Give a day and a time.');
    }
    case 'week': {
      const moment = campaign && weeksOf(campaign, timeZone)[when.week];
      return moment ? from(moment) : fault('Choose one of the weeks of the campaign.');
    }
  }
}

/** When each week of a campaign has its refresher: at ten on the day of the week that it starts on. */
export function weeksOf({ startsOn, endsOn }: Weeks, timeZone: string): Date[] {
  const [first, last] = [Temporal.PlainDate.from(startsOn), Temporal.PlainDate.from(endsOn)];
  const weeks = Math.floor(first.until(last, { largestUnit: 'days' }).days / 7) + 1;
  return Array.from({ length: Math.max(0, weeks) }, (_, week) => at(first.add({ weeks: week }), TEN, timeZone));
}

const MOST_WEEKS = 52;

export interface WrittenCampaign {
  readonly name: string;
  /** `YYYY-MM-DD`. */
  readonly startsOn: string;
  readonly endsOn: string;
}

export function readCampaign(written: WrittenCampaign, mayBeKept: (words: string) => boolean): Read<WrittenCampaign> {
  const faults: Fault[] = [];
  const name = written.name.trim();
  if (name === '') faults.push({ field: 'name', sentence: 'Give the campaign a name.' });
  else if (name.length > LONGEST.name)
    faults.push({ field: 'name', sentence: `The name may have ${LONGEST.name} characters.` });
  else if (!mayBeKept(name))
    faults.push({ field: 'name', sentence: 'This may name a person: call the campaign something else.' });
  const [first, last] = [plainDate(written.startsOn), plainDate(written.endsOn)];
  if (!first) faults.push({ field: 'starts-on', sentence: 'Give the day on which the campaign starts.' });
  if (!last) faults.push({ field: 'ends-on', sentence: 'Give the day on which the campaign ends.' });
  if (first && last) {
    const days = first.until(last, { largestUnit: 'days' }).days;
    if (days < 0)
      faults.push({ field: 'ends-on', sentence: 'The campaign ends before it starts: choose a later day.' });
    if (days > MOST_WEEKS * 7) faults.push({ field: 'ends-on', sentence: 'A campaign lasts a year at most.' });
  }
  return faults.length > 0 || !first || !last
    ? { faults }
    : { ok: { name, startsOn: first.toString(), endsOn: last.toString() } };
}

const today = (now: Date, timeZone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();

const at = (day: Temporal.PlainDate, time: Temporal.PlainTime, timeZone: string): Date =>
  new Date(day.toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds);

function plainTime(text: string): Temporal.PlainDateTime | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text)) return null;
  try {
    return Temporal.PlainDateTime.from(text, { overflow: 'reject' });
  } catch {
    return null;
  }
}

const plainDate = (text: string): Temporal.PlainDate | null => plainTime(`${text}T00:00`)?.toPlainDate() ?? null;
