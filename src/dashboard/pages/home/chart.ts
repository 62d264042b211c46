import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

export interface ChartDay {
  readonly name: string;
  readonly nudge: number;
  readonly urgent: number;
}

/** Drawn twice, since text in an SVG shrinks with it: a phone gets a chart of its own width. */
const SHAPES = {
  wide: { width: 820, height: 240, every: 3, font: 15 },
  narrow: { width: 290, height: 200, every: 7, font: 14 },
} as const;

/** Told apart by lightness too, not by hue alone; both at least 3:1 on white. */
const COLOURS = { Nudge: '#0072ce', Urgent: '#7a1a00' };

/** Incidents a day as stacked bars: an SVG that needs no style attribute and no font from elsewhere. */
export async function drawChart(days: readonly ChartDay[], label: string, shape: keyof typeof SHAPES): Promise<string> {
  const { width, height, every, font } = SHAPES[shape];
  const values = days.flatMap(({ name, nudge, urgent }) => [
    { day: name, level: 'Nudge', count: nudge },
    { day: name, level: 'Urgent', count: urgent },
  ]);
  const ticks = days.filter((_, index) => (days.length - 1 - index) % every === 0).map(({ name }) => name);
  const most = Math.max(1, ...days.map(({ nudge, urgent }) => nudge + urgent));
  const spec: TopLevelSpec = {
    width,
    height,
    padding: 2,
    background: 'transparent',
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
    config: {
      aria: false,
      font: 'Arial, sans-serif',
      axis: { labelFontSize: font, labelColor: '#212b32', gridColor: '#d8dde0', domainColor: '#4c6272' },
      legend: { labelFontSize: font, labelColor: '#212b32' },
      view: { stroke: null },
    },
  };
  const svg = await new View(parse(compile(spec).spec), { renderer: 'none' }).toSVG();
  return svg.replace('<svg ', `<svg role="img" aria-label="${escapeAttribute(label)}" `);
}

function escapeAttribute(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
}
