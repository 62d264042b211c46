import type { TopLevelSpec } from 'vega-lite';

/** Text in an SVG shrinks with it, so that a phone gets a chart of its own width. */
export const SHAPES = {
  wide: { width: 820, height: 240, font: 15 },
  narrow: { width: 290, height: 200, font: 14 },
} as const;
export type Shape = keyof typeof SHAPES;

/** Charts drawn last, by all that is in them, so that whoever may see the figures has drawn them already. */
const drawn = new Map<string, Promise<string>>();
const MOST_KEPT = 60;

/**
 * Draws a chart on the server: an SVG that needs no style attribute and no font from elsewhere. `label`: what it shows, for
 * whoever can't see it. The same figures are drawn once: it takes more of the processor than all the rest of a page.
 */
export function toSvg(spec: TopLevelSpec, label: string, shape: (typeof SHAPES)[Shape]): Promise<string> {
  const key = JSON.stringify([spec, label, shape]);
  const svg = drawn.get(key) ?? draw(spec, label, shape);
  drawn.delete(key);
  drawn.set(key, svg);
  for (const oldest of drawn.keys()) {
    if (drawn.size <= MOST_KEPT) break;
    drawn.delete(oldest);
  }
  svg.catch(() => drawn.delete(key));
  return svg;
}

async function draw(spec: TopLevelSpec, label: string, { font }: (typeof SHAPES)[Shape]): Promise<string> {
  // Loaded for the first chart: a start is a tenth of a second sooner without.
  const [{ parse, View }, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  const config = {
    aria: false,
    font: 'Arial, sans-serif',
    axis: { labelFontSize: font, labelColor: '#212b32', gridColor: '#d8dde0', domainColor: '#4c6272' },
    legend: { labelLimit: 300, labelFontSize: font, labelColor: '#212b32' },
    view: { stroke: null },
  };
  const whole = { padding: 2, background: 'transparent', ...spec, config } as TopLevelSpec;
  const svg = await new View(parse(compile(whole).spec), { renderer: 'none' }).toSVG();
  // One picture with one label: Vega makes its groups graphics of their own, without a name, whatever `aria` says.
  return svg
    .replace(/ role="graphics-[a-z]+" aria-roledescription="[^"]*"/g, '')
    .replace('<svg ', `<svg role="img" aria-label="${escapeAttribute(label)}" `);
}

function escapeAttribute(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
}
