import { expect } from 'vitest';
import type { Program } from './program.ts';
import { deliver } from './slack-emulator.ts';

const FORM = { headers: { 'content-type': 'application/x-www-form-urlencoded' } };

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
    const command = await deliver(`${program.url}/slack/commands`, secret, new URLSearchParams(asked).toString(), FORM);
    expect(command.status).toBe(200);
    await writeOnHomeTab(program, secret, note);
  }
}

/** The Home tab takes no words: Slack's own parts carry them here, where it has none. */
async function writeOnHomeTab(program: Program, secret: string, note: string): Promise<void> {
  const opened = { type: 'app_home_opened', user: 'U1', tab: 'home', view: { private_metadata: note } };
  const event = { type: 'event_callback', team_id: 'T0LEAK', event: opened };
  expect((await deliver(`${program.url}/slack/events`, secret, event)).status).toBe(200);
  const who = { user: { id: 'U1' }, team: { id: 'T0LEAK' }, trigger_id: '1.1' };
  const press = (action: string, value: string) => ({
    ...who,
    type: 'block_actions',
    container: { type: 'view' },
    view: { type: 'home', private_metadata: note },
    actions: [{ action_id: `quietword-home:${action}`, value }],
  });
  const hours = {
    ...who,
    type: 'view_submission',
    view: {
      callback_id: 'quiet_hours',
      private_metadata: JSON.stringify({ language: 'en' }),
      state: { values: { from: { from: { selected_time: note } }, to: { to: { selected_time: '14:00' } } } },
    },
  };
  const interactions: [object, number][] = [
    [press('pause', note), 200],
    [press('resume', note), 200],
    [press('language', note), 400],
    [press(note, note), 400],
    [hours, 400],
  ];
  for (const [payload, status] of interactions) {
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    expect((await deliver(`${program.url}/slack/interactions`, secret, body, FORM)).status).toBe(status);
  }
}
