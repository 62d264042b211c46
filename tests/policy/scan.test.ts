import { PassThrough, Readable, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type ScanOptions, scan } from '../../src/scan.ts';
import { engine } from './engine.ts';

interface Line {
  id: string | number;
  verdict: string;
  categories: string[];
  spans: { start: number; end: number; type: string }[];
  reasons: string[];
  entities?: { type: string; confidence: number }[];
}

async function run(input: string, options: Partial<ScanOptions> = {}) {
  const texts = { out: '', errors: '' };
  const to = (key: 'out' | 'errors') =>
    new Writable({
      write(chunk, _encoding, done) {
        texts[key] += String(chunk);
        done();
      },
    });
  const result = await scan(Readable.from([input]), to('out'), to('errors'), { engine, format: 'jsonl', ...options });
  const lines = texts.out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
  return { ...result, lines, errors: texts.errors };
}

const message = (id: string, text: string, audience = 'care-team'): string =>
  JSON.stringify({ id, text, audience, attachments: [] });

describe('scan', () => {
  it('answers every message in order', async () => {
    const { lines, messages, byLevel } = await run(
      [message('a', 'bed 4 for CT'), message('b', 'bloods for 9991000399')].join('\n'),
    );
    expect(lines.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['a', 'clear'],
      ['b', 'urgent'],
    ]);
    expect(lines[1]).toEqual({
      id: 'b',
      verdict: 'urgent',
      categories: ['patient-number'],
      spans: [{ start: 11, end: 21, type: 'nhs-number' }],
      reasons: ['unique-number'],
    });
    expect({ messages, byLevel }).toEqual({ messages: 2, byLevel: { clear: 1, nudge: 0, urgent: 1 } });
  });

  it('tells of bad lines by number, never by word, and goes on', async () => {
    const secret = 'Mrs Castellano has sepsis';
    const input = [
      `{"text": "${secret}"`,
      message('b', 'hello'),
      `{"id":"c","words":"${secret}"}`,
      '',
      JSON.stringify({ id: 'd', text: 'hi', audience: secret }),
    ].join('\n');
    const { lines, badLines, errors } = await run(input);
    expect(lines.map(({ id }) => id)).toEqual(['b']);
    expect(badLines).toBe(3);
    expect(errors).toMatch(/^line 1: not valid JSON\nline 3: text .*\nline 5: audience .*\n$/);
    expect(errors).not.toContain('Castellano');
  });

  it('reads plain text, a message a line', async () => {
    const { lines } = await run('Ward 6 bed 4 for CT\nhello there\n', { format: 'text', audience: 'organisation' });
    expect(lines.map(({ id, verdict }) => [id, verdict])).toEqual([
      [1, 'nudge'],
      [2, 'clear'],
    ]);
  });

  it('prints every entity, when asked, whatever the verdict', async () => {
    const { lines } = await run(message('a', 'Dr Shah is on call'), { entities: true });
    expect(lines[0]?.verdict).toBe('clear');
    expect(lines[0]?.entities).toEqual([{ type: 'name', start: 0, end: 7, confidence: expect.any(Number) }]);
  });

  it('holds back when its reader is slow', async () => {
    const count = 20_000;
    const source = Readable.from(
      (function* () {
        for (let n = 0; n < count; n++) yield `${message(String(n), 'bed 4 for CT at two')}\n`;
      })(),
    );
    const output = new PassThrough({ highWaterMark: 1024 });
    const done = scan(source, output, process.stderr, { engine, format: 'jsonl' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(output.readableLength).toBeLessThan(400_000);
    output.resume();
    expect((await done).messages).toBe(count);
  });
});
