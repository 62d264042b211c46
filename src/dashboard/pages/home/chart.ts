import { SHAPES, type Shape, toSvg } from '../../svg.ts';

export interface ChartDay {
  readonly name: string;
  readonly nudge: number;
  readonly urgent: number;
}

/** Told apart by lightness too, not by hue alone; both at least 3:1 on white. */
const COLOURS = { Nudge: '#0072ce', Urgent: '#7a1a00' };
/** A day that has its name below it, so many days apart. */
const EVERY = { wide: 3, narrow: 7 };

/** Incidents a day as stacked bars. */
export async function drawChart(days: readonly ChartDay[], label: string, shape: Shape): Promise<string> {
  const { width, height } = SHAPES[shape];
  const values = days.flatMap(({ name, nudge, urgent }) => [
    { day: name, level: 'Nudge', count: nudge },
    { day: name, level: 'Urgent', count: urgent },
  ]);
  const ticks = days.filter((_, index) => (days.length - 1 - index) % EVERY[shape] === 0).map(({ name }) => name);
  const most = Math.max(1, ...days.map(({ nudge, urgent }) => nudge + urgent));
  return toSvg(
    {
      width,
      height,
      data: { values },
      mark: { type: 'bar', stroke: '#ffffff', strokeWidth: 1 },
      encoding: {
        x: {
          field: 'day',
          type: 'ordinal',
          sort: null,
          title: null,
          scale: { paddingInner: 0.2 },
          axis: { values: ticks, labelAngle: 0, labelOverlap: false, tickColor: '#4c6272', zindex: 1 },
        },
        y: {
          field: 'count',
          type: 'quantitative',
          title: null,
          scale: { domainMin: 0, nice: true },
          axis: { tickCount: Math.min(most, 4), format: ',d', domain: false, ticks: false },
        },
        color: {
          field: 'level',
          type: 'nominal',
          scale: { domain: Object.keys(COLOURS), range: Object.values(COLOURS) },
          legend: { title: null, orient: 'top', symbolType: 'square', symbolSize: 180, symbolStrokeWidth: 0 },
        },
        order: { field: 'level' },
      },
    },
    label,
    SHAPES[shape],
  );
}
