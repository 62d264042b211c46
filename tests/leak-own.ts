import { expect } from 'vitest';
import type { Program } from './program.ts';
import { deliver } from './slack-emulator.ts';

/** What somebody writes to a challenge on their own page, and behind a command that takes no words: each names a patient. */
export async function writeOnOwnPage(program: Program, secret: string, notes: readonly string[]): Promise<void> {
  const accept = 'text/html';
  const own = await (await fetch(`${program.url}/me`, { headers: { accept } })).text();
  const mine = [...new Set([...own.matchAll(/href="(\/me\/incidents\/[0-9a-f-]{36})"/g)].map(([, path]) => path))];
  expect(mine.length).toBeGreaterThan(0);
  for (const [index, note] of notes.entries()) {
    const path = mine[index % mine.length];
    const body = new URLSearchParams({ note });
    const response = await fetch(program.url + path, { method: 'POST', headers: { accept }, body });
    expect(response.status, path).toBe(400);
    await response.body?.cancel();
    const asked = {
      command: '/quietword',
      text: `question ${note}`,
      user_id: 'U1',
      team_id: 'T0LEAK',
      trigger_id: '1.1',
    };
    const command = await deliver(`${program.url}/slack/commands`, secret, new URLSearchParams(asked).toString(), {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(command.status).toBe(200);
  }
}
