import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createLog, type LogFields } from '../src/log.ts';

const folder = mkdtempSync(join(tmpdir(), 'quietword-log-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function written(fields: LogFields): { line: Record<string, unknown>; raw: string } {
  const file = join(folder, `${files++}.log`);
  createLog('debug', file).error('event', fields);
  const raw = readFileSync(file, 'utf8');
  return { line: JSON.parse(raw), raw };
}

test('writes ids, kinds and counts', () => {
  const { line } = written({ platform: 'slack', incident: '0b8e-1', message: '1700000000.000100', count: 3 });
  expect(line).toMatchObject({
    msg: 'event',
    platform: 'slack',
    incident: '0b8e-1',
    message: '1700000000.000100',
    count: 3,
  });
});

test('refuses whatever reads like text', () => {
  const { raw } = written({ reason: 'Mrs Okafor in bed 4 is MRSA positive', kind: 'x'.repeat(101) });
  expect(raw).not.toMatch(/Okafor|xxx/);
  expect(raw).toContain('[refused]');
});

test('an error is its class, its code and its place, never its message', () => {
  const error = Object.assign(new TypeError('bad value "Mrs Okafor\n    at 12 Canal Street\n    at /Okafor:1:2"'), {
    code: '22P02',
    detail: 'Okafor',
  });
  const { line, raw } = written({ error });
  expect(raw).not.toMatch(/Okafor|Canal/);
  expect(line.error).toMatchObject({
    name: 'TypeError',
    code: '22P02',
    // Vitest asks Node for the file with a mark behind its name.
    at: expect.arrayContaining([expect.stringMatching(/^tests\/log\.test\.ts(\?\w+=\w+)?:\d+:\d+$/)]),
  });
});

test('something thrown that is no error', () => {
  expect(written({ error: 'Mrs Okafor' }).raw).not.toContain('Okafor');
});
