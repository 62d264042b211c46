import { expect } from 'vitest';
import type { Program } from './program.ts';

const NOT_ASKED = '00000000-0000-4000-8000-000000000000';

/**
 * Words that hold a number of a patient, in each field and search of admins, of the Guardian's channels and of the bank: they are
 * refused, or only looked for, and kept nowhere. A list of people is meant to bring in names: those of staff are kept in `people`
 * by design, whoever else is called so, so no line of it is written here that holds a name and nothing else.
 */
export async function writeAsAdmin(program: Program, texts: readonly string[]): Promise<void> {
  const ask = async (path: string, expected: number, body?: Record<string, string> | FormData) => {
    const response = await fetch(program.url + path, {
      headers: { accept: 'text/html' },
      redirect: 'manual',
      ...(body ? { method: 'POST', body: body instanceof FormData ? body : new URLSearchParams(body) } : {}),
    });
    expect(response.status, path.replace(/[?].*/, '')).toBe(expected);
    return response.text();
  };
  const people = await ask('/admin/people', 200);
  const person = /href="(\/admin\/people\/[0-9a-f-]{36})"/.exec(people)?.[1];
  expect(person, 'somebody to give a team to').toBeDefined();
  const cells = texts.map((text) => `"${text.replaceAll('"', '""')}"`);
  for (const column of ['user', 'name', 'email', 'job title', 'team', 'manager', 'joined', 'tenant']) {
    const head = [
      'platform',
      'user',
      ...(column === 'tenant' ? ['team'] : ['tenant']),
      ...(column === 'user' ? [] : [column]),
    ];
    const rows = cells.map((cell, index) =>
      (column === 'user' ? ['slack', cell, 'T0LEAK'] : ['slack', `UNEW${index}`, 'T0LEAK', cell]).join(','),
    );
    const csv = [head.join(','), ...rows].join('\n');
    const file = new FormData();
    file.set('file', new Blob([csv], { type: 'text/csv' }), 'people.csv');
    await ask('/admin/people/import', 200, file);
    const answer = await ask('/admin/people/import', 400, { csv, keep: 'good' });
    expect(answer, column).toContain('There is no good row to keep');
  }
  for (const text of texts.slice(0, 5)) {
    const query = encodeURIComponent(text.slice(0, 100));
    for (const path of ['/admin/people?words=', '/admin/people?team=', '/channels?q=', '/questions?search='])
      await ask(path + query, 200);
    await ask(`/admin/audit?actor=${encodeURIComponent(`to ${text}`)}`, 400);
    await ask('/admin/sign-in', 400, { action: 'give', subject: text, role: 'trainer' });
    await ask('/admin/jobs', 400, { queue: text });
    await ask(person ?? '', 400, { action: 'give-team', team: text });
    await ask('/channels/slack/T0LEAK/C0ALL', 400, { audience: text });
    await ask(`/channels/slack/T0LEAK/${query}`, 404, { audience: 'external' });
    await ask(`/channels/slack/${query}/C0ALL`, 404, { audience: 'external' });
    await ask(`/refreshers/${NOT_ASKED}`, 404, { action: text });
  }
}
