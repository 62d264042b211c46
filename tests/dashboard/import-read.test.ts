import { describe, expect, test } from 'vitest';
import { decode, type Reading, readList } from '../../src/dashboard/pages/import/read.ts';
import { engine } from '../policy/engine.ts';

const KNOWN = {
  platforms: ['slack', 'teams'] as const,
  tenantOf: (platform: string) => (platform === 'teams' ? 'entra-1' : undefined),
  mayWrite: (tenant: string) => tenant !== 'other',
  engine,
};
const HEAD = 'platform,user,name,email,job title,team,manager,joined,left';
const read = (...lines: string[]): Promise<Reading> => readList(lines.join('\n'), KNOWN);
const one = async (row: string, head = HEAD) => {
  const reading = await read(head, row);
  if ('refused' in reading) return reading.refused;
  return reading.faults[0]?.reason ?? reading.good[0]?.person;
};

test('a whole row', async () => {
  expect(
    await one('Teams,ABC-1,"O’Neill, Ada",Ada@Example.org,Staff nurse,Ward 7,ABC-2,05/03/2026,2026-12-31'),
  ).toEqual({
    tenant: 'entra-1',
    platform: 'teams',
    user: 'abc-1',
    fields: {
      name: 'O’Neill, Ada',
      email: 'ada@example.org',
      job_title: 'Staff nurse',
      team: 'Ward 7',
      manager: 'abc-2',
      joined_on: '2026-03-05',
      left_on: '2026-12-31',
    },
  });
});

test('an empty cell says nothing, and a dash takes away', async () => {
  expect(await one('teams,u1,,-,,Ward 7')).toMatchObject({ fields: { email: null, team: 'Ward 7' } });
  expect(Object.keys(((await one('teams,u1,,-,,Ward 7')) as { fields: object }).fields)).toEqual(['email', 'team']);
});

describe('a row that can’t be kept says why', () => {
  test.each([
    ['zoom,u1', 'platform must be slack or teams'],
    ['teams,', 'user is missing'],
    ['teams,u 1', 'user must be an id without spaces'],
    ['teams,9994132075', 'user must be the platform’s id, which has letters'],
    ['teams,999O378O45', 'user may say something of a patient'],
    ['teams,u1,Ada,9994132075@example.org', 'email may say something of a patient'],
    ['teams,u1,Ada,,,,999-413-2075', 'manager must be the platform’s id, which has letters'],
    ['teams,u1,999.413.2075', 'name may say something of a patient'],
    ['teams,u1,Ada,,９９９ ４１３ ２０７５', 'job title may say something of a patient'],
    ['teams,u1,Ada,,,"nine nine nine, four one three, two oh seven five"', 'team may say something of a patient'],
    ['teams,u1,Mrs Okafor in bed 4 has dementia', 'name may say something of a patient'],
    ['teams,u1,Ada,,,dob 12/03/1961', 'team may say something of a patient'],
    ['slack,U1', 'tenant is missing: there is not exactly one organisation that it could be'],
    ['teams,u1,=cmd()', 'name must begin with a letter or a number'],
    ['teams,u1,Bed 4 999 413 2075', 'name must not hold a number of nine digits or more'],
    [`teams,u1,${'x'.repeat(201)}`, 'name must have at most 200 characters'],
    ['teams,u1,Ada,nowhere', 'email must be an address'],
    ['teams,u1,Ada,,,,U1', 'manager is the person themself'],
    ['teams,u1,Ada,,,,,30/02/2026', 'joined must be a day such as 2026-03-05 or 05/03/2026'],
    ['teams,u1,Ada,,,,,2026-03-05,2026-03-04', 'left is before joined'],
    ['teams,u1,Ada,,,,,,,more', 'it has more cells than the 9 columns: is a comma without quotes in it?'],
  ])('%s', async (row, reason) => {
    expect(await one(row)).toBe(reason);
  });

  test('another organisation’s', async () => {
    expect(await one('slack,U1,other', 'platform,user,tenant')).toBe('tenant is not yours');
    expect(await one('slack,U1,T1', 'platform,user,tenant')).toMatchObject({ tenant: 'T1' });
  });

  test('with its line, and all reasons of a row at once', async () => {
    const reading = await read(HEAD, 'teams,u1,Ada', '', 'teams,u2,"two', 'lines",bad', 'zoom,,Ada', 'teams,U1,Again');
    expect(reading).toMatchObject({
      faults: [
        { line: 5, reason: 'name must begin with a letter or a number; email must be an address' },
        { line: 6, reason: 'platform must be slack or teams; user is missing' },
        { line: 7, reason: 'the same person as in line 2' },
      ],
    });
  });
});

describe('a file that can’t be read says why', () => {
  test.each([
    ['', 'The file is empty'],
    ['name,user\nAda,u1', 'The first line must also name platform'],
    ['platform,user,salary\nteams,u1,1', 'The first line must name the columns; these are not known: salary'],
    ['platform,user,user\nteams,u1,u1', 'The first line names a column twice'],
    ['PK\x03\x04\x14\0', 'This is not a CSV file: in Excel choose Save as, then CSV UTF-8'],
    ['platform,user', 'There are no people below the first line'],
    ['platform,user\nteams,"u1', 'The file is no CSV that can be read (line 2): check its quotes'],
  ])('%j', async (text, reason) => {
    expect(await readList(text, KNOWN)).toEqual({ refused: reason });
  });

  test('too many people', async () => {
    const rows = Array.from({ length: 20_001 }, (_, n) => `teams,u${n}`).join('\n');
    expect(await readList(`platform,user\n${rows}`, KNOWN)).toEqual({
      refused: 'The list must have at most 20,000 people: bring in several',
    });
  });
});

test('as Excel saves it: a mark at the start, semicolons, Windows’ letters', async () => {
  const utf8 = decode(new TextEncoder().encode('\uFEFFplatform;user;name\r\nteams;u1;Siân\r\n'));
  const windows = decode(Uint8Array.from(Buffer.from('platform,user,name\nteams,u1,Siân', 'latin1')));
  for (const text of [utf8, windows])
    expect(await readList(text, KNOWN)).toMatchObject({
      good: [{ person: { user: 'u1', fields: { name: 'Siân' } } }],
      faults: [],
    });
});
