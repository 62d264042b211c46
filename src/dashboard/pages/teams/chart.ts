import { SHAPES, type Shape, toSvg } from '../../svg.ts';

/** A month of the trend; null where nothing may be shown. */
export interface TrendPoint {
  /** "Oct". */
  readonly name: string;
  readonly share: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly all: number | null;
}

/** Told apart by dash and shape as well as by colour; both at least 3:1 on white. */
const TEAM = '#005eb8';
const ALL = '#7a1a00';
const NAMES = { team: 'This team', all: 'Whole organisation' };

/** Right answers month by month with the likely range, and the organisation's beside it. A month that isn't shown is a gap. */
export function drawTrend(points: readonly TrendPoint[], label: string, shape: Shape): Promise<string> {
  const { width, height } = SHAPES[shape];
  const months = points.map(({ name }) => name);
  const lines = points.flatMap(({ name, share, all }) => [
    ...(share === null ? [] : [{ month: name, who: NAMES.team, share }]),
    ...(all === null ? [] : [{ month: name, who: NAMES.all, share: all }]),
  ]);
  const ranges = points.filter(({ low }) => low !== null);
  const x = {
    field: 'month',
    type: 'ordinal',
    sort: months,
    title: null,
    scale: { domain: months },
    axis: {
      labelAngle: 0,
      values: shape === 'narrow' ? months.filter((_, at) => at % 3 === 2) : months,
      tickColor: '#4c6272',
    },
  } as const;
  const scale = { domain: [0, 100] };
  const axis = { values: [0, 25, 50, 75, 100], labelExpr: "datum.value + '%'", domain: false, ticks: false };
  return toSvg(
    {
      width,
      height,
      layer: [
        {
          data: { values: ranges.map(({ name, low, high }) => ({ month: name, low, high })) },
          mark: { type: 'rule', color: TEAM, strokeWidth: shape === 'wide' ? 10 : 6, opacity: 0.25 },
          encoding: { x, y: { field: 'low', type: 'quantitative', title: null, scale, axis }, y2: { field: 'high' } },
        },
        {
          data: { values: lines },
          mark: { type: 'line', point: { filled: true, size: 60 }, strokeWidth: 2 },
          encoding: {
            x,
            y: { field: 'share', type: 'quantitative', title: null, scale, axis },
            color: {
              field: 'who',
              type: 'nominal',
              scale: { domain: Object.values(NAMES), range: [TEAM, ALL] },
              legend: { title: null, orient: 'top', symbolSize: 120 },
            },
            strokeDash: {
              field: 'who',
              type: 'nominal',
              scale: {
                domain: Object.values(NAMES),
                range: [
                  [1, 0],
                  [5, 4],
                ],
              },
            },
          },
        },
      ],
    },
    label,
    SHAPES[shape],
  );
}
