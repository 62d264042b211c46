import { expect } from 'vitest';
import type { Program } from './program.ts';

const QUESTION = {
  topic: 'devices',
  ways: '2',
  'source-en': 'Our device policy',
  'review[day]': '1',
  'review[month]': '12',
  'review[year]': String(new Date().getUTCFullYear() + 1),
  'rationale-en': 'A locked screen shows nothing.',
  'way-1-en-option-1': 'Lock the screen',
  'way-1-en-option-2': 'Turn it to the wall',
  'way-1-en-option-3': 'Ask someone to watch',
  'way-1-right': '1',
  'way-2-en-stem': 'The phone rings while the chart is open. What do you do first?',
  'way-2-en-option-1': 'Take the call',
  'way-2-en-option-2': 'Lock the screen',
  'way-2-en-option-3': 'Close the door',
  'way-2-right': '2',
};
const REFRESHER = { title: 'Lock the screen', topic: 'devices', from: 'none', how: 'sent', audience: 'everyone' };

/** A trainer writes what holds a number of a patient into every field of their own words. None is kept. */
export async function writeAsTrainer(program: Program, texts: readonly string[]): Promise<void> {
  const post = async (path: string, body: FormData | URLSearchParams) => {
    const response = await fetch(program.url + path, { method: 'POST', body, headers: { accept: 'text/html' } });
    expect(response.status, path).toBe(400);
    await response.arrayBuffer();
  };
  const refresher = (fields: Record<string, string>) => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...REFRESHER, ...fields })) form.append(name, value);
    return form;
  };
  for (const text of texts) {
    for (const field of ['way-1-en-stem', 'way-1-cy-stem', 'rationale-en', 'way-1-rationale-en'])
      await post(
        '/questions/new',
        new URLSearchParams({ ...QUESTION, 'way-1-en-stem': 'You leave the desk. What now?', [field]: text }),
      );
    for (const field of ['title', 'words', 'words-cy'])
      await post('/refreshers/new', refresher({ words: 'Lock it.', [field]: text }));
    const weeks = { 'starts-on': '2026-12-01', 'ends-on': '2026-12-29' };
    await post('/campaigns/new', new URLSearchParams({ ...weeks, name: text }));
  }
}
