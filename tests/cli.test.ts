import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { embeddedIn } from './embedded.ts';
import { runProgram, startProgram } from './program.ts';
import { bankWith } from './quizzes/files.ts';

const folder = mkdtempSync(join(tmpdir(), 'quietword-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

/** One sentence a fault, and nothing of a stack trace. */
function expectPlain(stderr: string): void {
  expect(stderr).not.toMatch(/\n\s+at |node:internal|Error:/);
}

describe('what a user may get wrong is told in a sentence that names it', () => {
  test.each([
    ['an unknown command', ['sing'], {}, /unknown command 'sing'/],
    ['an unknown option', ['start', '--loud'], {}, /unknown option '--loud'/],
    ['a setting', ['start'], { PORT: 'x' }, /^PORT must be a number from 0 to 65535\.$/m],
    ['an address open to others', ['start'], { HOST: '0.0.0.0' }, /^HOST is 0\.0\.0\.0.*OIDC_ISSUER/m],
    ['a policy file that is not there', ['start'], { POLICY_FILE: 'nowhere.yaml' }, /nowhere\.yaml/],
    [
      'a database that does not answer',
      ['start'],
      { DATABASE_URL: 'postgres://u:hush@127.0.0.1:1/q' },
      /DATABASE_URL \(127\.0\.0\.1:1\/q\) can't be used/,
    ],
    ['a database for migrations', ['migrate'], { DATABASE_URL: 'postgres://u:hush@127.0.0.1:1/q' }, /DATABASE_URL/],
    ['a folder that cannot be made', ['start'], { DATA_DIR: '/dev/null/data' }, /DATA_DIR \/dev\/null\/data/],
    ['a file to scan', ['scan', 'nowhere.jsonl'], {}, /^The file nowhere\.jsonl can't be read \(ENOENT\)\.$/m],
    ['a folder of policies', ['policies', 'check', 'nowhere'], {}, /^The folder nowhere can't be read/m],
    ['a folder of questions', ['quizzes', 'check', 'nowhere'], {}, /^The folder nowhere can't be read \(ENOENT\)\.$/m],
    ['an audience', ['scan', '--audience', 'everyone'], {}, /--audience <audience>.*is invalid/],
  ] as const)('%s', async (_name, args, settings, sentence) => {
    const { code, stderr } = await runProgram(args, { settings });
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toContain('hush');
    expectPlain(stderr);
    expect(code).toBe(1);
  });

  test('a policy with a typo: the file and the line', async () => {
    const policy = file('typo.yaml', 'name: mine\nversion: "1"\ncategorys: {}\n');
    for (const args of [['start'], ['policies', 'check', folder]]) {
      const { code, stderr } = await runProgram(args, { settings: { POLICY_FILE: policy } });
      expect(stderr).toMatch(/typo\.yaml, line \d+: /);
      expectPlain(stderr);
      expect(code).toBe(1);
    }
  });

  test('a question with a typo: every file, line and reason', async () => {
    const quizzes = mkdtempSync(join(folder, 'quizzes-'));
    writeFileSync(join(quizzes, 'one.yaml'), 'topic: access\ntitel: {}\n');
    writeFileSync(join(quizzes, 'two.yaml'), 'topic: gossip\n');
    const { code, stdout, stderr } = await runProgram(['quizzes', 'check', quizzes]);
    expect(stderr).toMatch(/^\S+one\.yaml, line \d+: [^\n]+\.\n\S+two\.yaml, line 1: topic must be one of [^\n]+\.\n$/);
    expect(stdout).toBe('');
    expectPlain(stderr);
    expect(code).toBe(1);
  });

  test('a port in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await runProgram(['start'], {
      settings: { PORT: String(port), DATA_DIR: embeddedIn(join(folder, 'busy')) },
    });
    server.close();
    expect(stderr).toBe(`PORT ${port} is in use by another program: stop that one, or set PORT to another number.\n`);
    expect(code).toBe(1);
  });

  test('a second process on the same folder; the first goes on', async () => {
    const settings = { DATA_DIR: embeddedIn(join(folder, 'shared')) };
    const first = await startProgram(settings);
    const { code, stderr } = await runProgram(['start'], { settings });
    expect(stderr).toMatch(/^DATA_DIR .*shared is in use by another Quietword \(process \d+\)\. [^\n]*\n$/);
    expect(code).toBe(1);
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
    expect(await first.stop()).toBe(0);
  });
});

describe('quietword', () => {
  test('--version and --help', async () => {
    expect((await runProgram(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const { stdout, code } = await runProgram(['--help']);
    for (const command of ['start', 'migrate', 'scan', 'policies', 'quizzes']) expect(stdout).toContain(command);
    expect(code).toBe(0);
  });

  test('migrate, twice', async () => {
    const settings = { DATA_DIR: join(folder, 'migrated') };
    expect((await runProgram(['migrate'], { settings })).stderr).toMatch(/^Migrated: 0001_incidents/);
    expect((await runProgram(['migrate'], { settings })).stderr).toBe('The database is up to date.\n');
  });

  test('policies check', async () => {
    const { code, stderr } = await runProgram(['policies', 'check']);
    expect(stderr).toMatch(/nhs-england\.yaml: .* is sound and its examples hold\.\n/);
    expect(code).toBe(0);
  });

  test('quizzes check: what is in each topic, what to look at, that it is sound', async () => {
    const { code, stderr } = await runProgram(['quizzes', 'check']);
    expect(stderr).toMatch(/^Records and logins: 4 questions in \d+ variants\.$/m);
    expect(stderr).toMatch(/quizzes: 14 topics, 60 questions in \d+ variants, in English and Welsh, are sound\.\n$/);
    expect(code).toBe(0);

    const old = mkdtempSync(join(folder, 'old-'));
    for (const [name, text] of bankWith({
      access: ({ questions }) => Object.assign(questions[0] as object, { review: '2020-01-31' }),
    }))
      writeFileSync(join(old, basename(name)), text);
    const looked = await runProgram(['quizzes', 'check', old]);
    expect(looked.stderr).toMatch(/^Please look at access-0: a person was to look at it again by 2020-01-31\.$/m);
    expect(looked.code).toBe(0);
  });

  test('scan: a verdict a line in the order of the lines, a bad one told by its number, exit code 1', async () => {
    const input = [
      JSON.stringify({ id: 'a', text: 'NHS number 999 000 0042 needs a call back', audience: 'organisation' }),
      '{"id": "b", "text": Mrs Winterbourne}',
      JSON.stringify({ id: 'c', text: 'Tea is on', audience: 'organisation' }),
      JSON.stringify({ id: 'd', audience: 'organisation' }),
    ].join('\n');
    const { code, stdout, stderr } = await runProgram(['scan', '-', '--summary'], { input });
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['a', 'urgent'],
      ['c', 'clear'],
    ]);
    expect(lines[0]).toMatchObject({
      categories: ['patient-number'],
      spans: [{ start: 11, end: 23, type: 'nhs-number' }],
    });
    expect(stderr).toMatch(
      /line 2: [^\n]+\nline 4: [^\n]*text[^\n]*\n2 messages: 1 clear, 0 nudge, 1 urgent; 2 lines could not be read\.\n$/,
    );
    expect(stderr).not.toContain('Winterbourne');
    expect(code).toBe(1);
  });

  test('scan --entities: what is a name, whatever the verdict', async () => {
    const { stdout } = await runProgram(['scan', '--format', 'text', '--entities'], {
      input: 'Dr Amara Okeke is on call',
    });
    const [{ verdict, entities }] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(verdict).toBe('clear');
    expect(entities).toEqual([expect.objectContaining({ type: 'name', confidence: expect.any(Number) })]);
  });

  test('scan: plain text from a file', async () => {
    const path = file('lines.txt', 'Tea is on\n\nNHS number 999 000 0042 needs a call back\n');
    const { code, stdout } = await runProgram(['scan', path, '--format', 'text', '--audience', 'care-team']);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).verdict),
    ).toEqual(['clear', 'urgent']);
    expect(code).toBe(0);
  });
});

test.each([
  ['an error that nobody caught', "throw new Error('Mrs Winterbourne')"],
  ['a promise that nobody waited for', "Promise.reject(new Error('Mrs Winterbourne'))"],
])('%s ends the program with its place, and not with its message', async (_name, fault) => {
  const code = encodeURIComponent(`setTimeout(() => { ${fault} }, 3000)`);
  const settings = {
    DATA_DIR: embeddedIn(join(folder, 'crashed')),
    NODE_OPTIONS: `--import=data:text/javascript,${code}`,
  };
  const { code: exit, stdout, stderr } = await runProgram(['start'], { settings });
  expect(exit).toBe(1);
  expect(stdout).toContain('server.crashed');
  expect(stdout + stderr).not.toContain('Winterbourne');
});

test('health, readiness and metrics', async () => {
  const program = await startProgram({
    DATA_DIR: embeddedIn(join(folder, 'health')),
    METRICS_TOKEN: 'a-token-of-the-tests',
  });
  const get = (path: string, headers: Record<string, string> = {}) => fetch(`${program.url}${path}`, { headers });
  expect(await (await get('/healthz')).json()).toEqual({ status: 'ok' });
  expect(await (await get('/readyz')).json()).toEqual({ status: 'ok', database: 'ok', queue: 'ok' });
  expect(await (await get('/metrics')).text()).toContain('quietword_messages_judged_total');
  // Through a proxy only the token opens them.
  const forwarded = { 'x-forwarded-for': '203.0.113.9' };
  expect((await get('/metrics', forwarded)).status).toBe(403);
  expect((await get('/metrics', { ...forwarded, authorization: 'Bearer a-token-of-the-tests' })).status).toBe(200);
  expect((await get('/metrics', { ...forwarded, authorization: 'Bearer another' })).status).toBe(403);
  expect((await get('/nowhere')).status).toBe(404);
  expect(await program.stop()).toBe(0);
});
