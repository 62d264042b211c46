import type { MonthCount } from '../../../store/rule-counts.ts';
import { sayMonth } from '../../london.ts';
import { count } from '../../shares.ts';
import { SHAPES, type Shape, toSvg } from '../../svg.ts';

const short = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' });
/** Blue and red-brown differ to eyes that can't tell red from green, and each bar is named beside it; both at least 3:1 on white. */
const COLOURS = { 'Put right': '#005eb8', 'Left as is': '#7a1a00' };
/** Room for the names, right of the last month, in widths of the font: without a canvas a letter is taken to be 0.8 wide. */
const NAMES_ROOM = 0.8 * Math.max(...Object.keys(COLOURS).map(({ length }) => length));
const GAP = 6;

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

type Point = { readonly name: string; readonly flagged: number; readonly putRight: number };

function draw(points: readonly Point[], label: string, shape: Shape): Promise<string> {
  const { width: whole, height, font } = SHAPES[shape];
  const width = Math.floor(whole - NAMES_ROOM * font - GAP);
  const months = points.map(({ name }) => name);
  const top = 1.05 * Math.max(...points.map(({ flagged }) => flagged));
  const y = {
    field: 'count',
    type: 'quantitative',
    title: null,
    scale: { domainMin: 0, domainMax: top },
    axis: { tickCount: 4, tickMinStep: 1, format: ',d', domain: false, ticks: false },
  } as const;
  const color = {
    field: 'what',
    type: 'nominal',
    scale: { domain: Object.keys(COLOURS), range: Object.values(COLOURS) },
    legend: null,
  } as const;
  return toSvg(
    {
      width,
      height,
      layer: [
        {
          data: {
            values: points.flatMap(({ name, flagged, putRight }) => [
              { name, what: 'Put right', count: putRight },
              { name, what: 'Left as is', count: flagged - putRight },
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
                values: shape === 'narrow' ? months.filter((_, at) => at % 3 === 2) : months,
                tickColor: '#4c6272',
              },
            },
            y,
            color,
            order: { field: 'what', sort: 'descending' },
          },
        },
        {
          data: { values: namesBeside(points.at(-1), (1.3 * font * top) / height) },
          mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: font, fontWeight: 'bold' },
          encoding: { x: { value: width + GAP }, y, color, text: { field: 'what' } },
        },
      ],
    },
    label,
    SHAPES[shape],
  );
}

/** The names of the two parts, each at the middle of its part of the last bar, and no nearer to each other than `apart` (in messages). */
export function namesBeside(last: Point | undefined, apart: number): { what: keyof typeof COLOURS; count: number }[] {
  const { flagged = 0, putRight = 0 } = last ?? {};
  const low = Math.max(putRight / 2, apart / 2);
  return [
    { what: 'Put right', count: low },
    { what: 'Left as is', count: Math.max((putRight + flagged) / 2, low + apart) },
  ];
}
