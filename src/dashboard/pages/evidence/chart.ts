import type { MonthCount } from '../../../store/rule-counts.ts';
import { sayMonth } from '../../london.ts';
import { count } from '../../shares.ts';
import { SHAPES, type Shape, toSvg } from '../../svg.ts';

const short = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' });
/** Told apart by lightness too, not by hue alone; both at least 3:1 on white. */
const COLOURS = { 'Put right': '#007f3b', Left: '#7a1a00' };

/** What was flagged month by month, and how much of it was put right; null where nothing was. */
export async function drawMonths(months: readonly string[], counts: readonly MonthCount[]) {
  const points = months.map((month) => {
    const found = counts.find((one) => one.month === month);
    return {
      month,
      name: short.format(Date.parse(month)),
      flagged: found?.flagged ?? 0,
      putRight: found?.putRight ?? 0,
    };
  });
  const flagged = points.reduce((all, one) => all + one.flagged, 0);
  if (flagged === 0) return null;
  const putRight = points.reduce((all, one) => all + one.putRight, 0);
  const most = points.reduce((best, one) => (one.flagged > best.flagged ? one : best));
  const sentence = `Over 12 months ${count(flagged)} messages could identify someone, of which their posters put ${count(putRight)} right. The most were in ${sayMonth(most.month)}: ${count(most.flagged)}.`;
  const label = `Bar chart by month. ${sentence}`;
  return { sentence, wide: await draw(points, label, 'wide'), narrow: await draw(points, label, 'narrow') };
}

function draw(
  points: readonly { name: string; flagged: number; putRight: number }[],
  label: string,
  shape: Shape,
): Promise<string> {
  const { width, height } = SHAPES[shape];
  const names = points.map(({ name }) => name);
  return toSvg(
    {
      width,
      height,
      data: {
        values: points.flatMap(({ name, flagged, putRight }) => [
          { name, what: 'Put right', count: putRight },
          { name, what: 'Left', count: flagged - putRight },
        ]),
      },
      mark: { type: 'bar', stroke: '#ffffff', strokeWidth: 1 },
      encoding: {
        x: {
          field: 'name',
          type: 'ordinal',
          sort: null,
          title: null,
          axis: {
            labelAngle: 0,
            values: shape === 'narrow' ? names.filter((_, at) => at % 3 === 2) : names,
            tickColor: '#4c6272',
          },
        },
        y: {
          field: 'count',
          type: 'quantitative',
          title: null,
          scale: { domainMin: 0, nice: true },
          axis: { tickCount: 4, format: ',d', domain: false, ticks: false },
        },
        color: {
          field: 'what',
          type: 'nominal',
          scale: { domain: Object.keys(COLOURS), range: Object.values(COLOURS) },
          legend: { title: null, orient: 'top', symbolType: 'square', symbolSize: 180, symbolStrokeWidth: 0 },
        },
        order: { field: 'what', sort: 'descending' },
      },
    },
    label,
    SHAPES[shape],
  );
}
