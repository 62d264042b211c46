import { expect, test } from 'vitest';
import { SHAPES, toSvg } from '../../src/dashboard/svg.ts';

const bars = (...values: number[]) => ({
  data: { values: values.map((value, at) => ({ at, value })) },
  mark: 'bar' as const,
  encoding: { x: { field: 'at', type: 'ordinal' as const }, y: { field: 'value', type: 'quantitative' as const } },
});

test('a chart is one picture with one label, which can hold no markup', async () => {
  const svg = await toSvg(bars(1, 2), 'More "each" <day> & night', SHAPES.wide);
  expect(svg).toContain('role="img" aria-label="More &quot;each&quot; &lt;day> &amp; night"');
  expect(svg).not.toContain('graphics-');
});

test('the same figures are drawn once, others anew, whatever they differ in', async () => {
  const first = toSvg(bars(3, 4), 'One', SHAPES.wide);
  expect(toSvg(bars(3, 4), 'One', SHAPES.wide)).toBe(first);
  const others = [
    toSvg(bars(3, 5), 'One', SHAPES.wide),
    toSvg(bars(3, 4), 'Two', SHAPES.wide),
    toSvg(bars(3, 4), 'One', SHAPES.narrow),
  ];
  const drawn = await Promise.all([first, ...others]);
  expect(new Set(drawn).size).toBe(4);
});

test('only the last are kept, and whatever is still asked for is among them', async () => {
  const kept = toSvg(bars(6), 'Kept', SHAPES.narrow);
  const left = toSvg(bars(7), 'Left', SHAPES.narrow);
  for (let n = 0; n < 59; n += 1) {
    void toSvg(bars(8), `Other ${n}`, SHAPES.narrow);
    expect(toSvg(bars(6), 'Kept', SHAPES.narrow)).toBe(kept);
  }
  const again = toSvg(bars(7), 'Left', SHAPES.narrow);
  expect(again).not.toBe(left);
  expect(await again).toBe(await left);
});
