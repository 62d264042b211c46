const longDay = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', dateStyle: 'full' });
const shortDay = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' });

const moment = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

/** "5 Mar 2026, 09:05" by the clocks in London. */
export const sayMoment = (at: Date): string => moment.format(at);

/** The last `count` days up to and with `day`, oldest first. */
export function daysUpTo(day: string, count: number): string[] {
  const last = Date.parse(day);
  return Array.from({ length: count }, (_, index) =>
    new Date(last - (count - 1 - index) * 86_400_000).toISOString().slice(0, 10),
  );
}

/** "Thursday, 5 March 2026" without its comma. */
export function sayDay(day: string): string {
  return longDay.format(Date.parse(day)).replace(',', '');
}

/** "5 Mar". */
export function sayShortDay(day: string): string {
  return shortDay.format(Date.parse(day));
}

const plainDay = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' });

/** "5 March 2026", of `2026-03-05`. */
export const sayDate = (day: string): string => plainDay.format(Date.parse(day));

const longMonth = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'long' });

/** "October", of `2026-10`. */
export const sayMonth = (month: string): string => longMonth.format(Date.parse(month));

/** "August to October 2026", or "November 2026 to January 2027". */
export function saySpan(first: string, last: string): string {
  const [from = '', to = ''] = [first, last].map((month) => month.slice(0, 4));
  return `${sayMonth(first)}${from === to ? '' : ` ${from}`} to ${sayMonth(last)} ${to}`;
}

/** The day on which the month after `month` is over: "1 December 2026" of `2026-10`. */
export function startAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const next = new Date(Date.UTC(year, number + 1)).toISOString();
  return `1 ${sayMonth(next)} ${next.slice(0, 4)}`;
}

const ofDay = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', dateStyle: 'long' });
const ofMonth = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', month: 'long', year: 'numeric' });

/** "5 March 2026", the day in London. */
export const londonDate = (at: Date): string => ofDay.format(at);

/** "March 2026", in London. */
export const londonMonth = (at: Date): string => ofMonth.format(at);
