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
