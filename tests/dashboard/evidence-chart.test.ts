import { expect, test } from 'vitest';
import { drawMonths, namesBeside } from '../../src/dashboard/pages/evidence/chart.ts';

test.each([
  [{ flagged: 100, putRight: 40 }, [20, 70]],
  [{ flagged: 100, putRight: 0 }, [4, 50]],
  [{ flagged: 100, putRight: 100 }, [50, 100]],
  [{ flagged: 0, putRight: 0 }, [4, 12]],
])('names stand beside their part of the last bar, and never on each other: %o', (last, counts) => {
  expect(namesBeside({ name: 'Oct', ...last }, 8).map(({ count }) => count)).toEqual(counts);
});

test('each part is named in the picture, in colours that don’t need red told from green', async () => {
  const chart = await drawMonths(
    ['2026-09-01', '2026-10-01'],
    [{ month: '2026-10-01', read: 90, flagged: 9, urgent: 2, putRight: 4 }],
  );
  for (const svg of [chart?.wide, chart?.narrow])
    for (const [name, colour] of [
      ['Put right', '#005eb8'],
      ['Left as is', '#7a1a00'],
    ])
      expect(svg).toMatch(new RegExp(`<text[^>]*fill="${colour}"[^>]*>${name}</text>`));
  expect(await drawMonths(['2026-10-01'], [])).toBeNull();
});
