import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { embeddedIn } from '../embedded.ts';
import { EAGER, policyFile } from '../policy-file.ts';
import { soon } from '../soon.ts';
import { isSaying, openTeams, type TeamsStage } from '../teams-stage.ts';

// The process dies in the middle of a notice in Teams, and another takes it up; or Teams puts it off for long. Each test has a Teams of its
// own: they wait side by side.

const URGENT = 'Mrs Adaeze Winterbourne, NHS 999 000 0042, is back from theatre';
const NUDGE = "Mrs Winterbourne's daughter rang, can someone call her back";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const folder = mkdtempSync(join(tmpdir(), 'quietword-teams-killed-'));
const POLICY_FILE = policyFile(join(folder, 'policy'), EAGER);
const stages: TeamsStage[] = [];
afterAll(async () => {
  await Promise.all(stages.map((stage) => stage.close()));
  rmSync(folder, { recursive: true, force: true });
});

/** A Teams, and what starts a program before it, each time on the same database. */
async function open(name: string) {
  const stage = await openTeams();
  stages.push(stage);
  const settings = { POLICY_FILE, DATA_DIR: embeddedIn(join(folder, name)) };
  return { ...stage, begin: () => stage.begin(settings) };
}

const atOnce = { concurrent: true };

test('killed between claim and notice: the restarted process says it once', atOnce, async () => {
  const { teams, hands, toldTo, begin } = await open('killed');
  const first = await begin();
  // Teams puts the notice off, so that it is claimed and not yet handed over when the process dies.
  teams.answer = (call) => (isSaying(call) ? { status: 429, headers: { 'retry-after': '1' } } : undefined);
  await hands.post('nurse', NUDGE);
  await soon(() => expect(first.output()).toMatch(/"status":"later"/));
  await first.kill();
  expect(teams.shown).toEqual([]);

  teams.answer = () => undefined;
  const second = await begin();
  await soon(() => expect(toldTo('nurse')).toHaveLength(1));
  await pause(2_000);
  expect(toldTo('nurse')).toHaveLength(1);
  await second.stop();
});

test('put off without a word on how long: it is said once, no sooner than half a minute later', atOnce, async () => {
  const { teams, hands, toldTo, begin } = await open('put-off');
  const program = await begin();
  let refused = false;
  teams.answer = (call) => {
    if (!isSaying(call) || refused) return undefined;
    refused = true;
    return { status: 429 };
  };
  await hands.post('nurse', NUDGE);
  await soon(() => expect(toldTo('nurse')).toHaveLength(1));
  const [first = 0, second = 0, ...more] = teams.calls.filter(isSaying).map(({ at }) => at);
  expect(second - first).toBeGreaterThan(30_000);
  expect(more).toEqual([]);
  await program.stop();
});

test('killed while Teams had it: an urgent notice is said again, a nudge is not', atOnce, async () => {
  const { teams, hands, toldTo, begin } = await open('handed');
  const first = await begin();
  teams.answer = (call) => (isSaying(call) ? 'silent' : undefined); // takes it and never answers
  await hands.post('nurse', URGENT);
  await hands.post('colleague', NUDGE);
  await soon(() => expect(teams.calls.filter(isSaying)).toHaveLength(2));
  await first.kill();

  teams.answer = () => undefined;
  const second = await begin();
  await soon(() => expect(toldTo('nurse')).toHaveLength(1));
  await soon(async () => expect(await (await fetch(second.url)).text()).toContain('may not have arrived'));
  expect(toldTo('nurse')).toHaveLength(1);
  expect(toldTo('colleague')).toEqual([]);
  await second.stop();
});

test(
  'many are to be told, and the process is killed midway: each is told once, whatever became of the first',
  atOnce,
  async () => {
    const { teams, hands, toldTo, begin } = await open('many');
    const names = Array.from({ length: 120 }, (_, index) => `p${index}`);
    const first = await begin();
    await Promise.all(names.map((name) => hands.post(name, NUDGE)));
    await soon(() => expect(teams.shown.length).toBeGreaterThan(30));
    await first.kill();
    const before = teams.shown.length;
    expect(before).toBeLessThan(names.length);

    const second = await begin();
    const told = () => names.map((name) => toldTo(name).length);
    await soon(() => expect(told().filter((count) => count === 1).length).toBeGreaterThanOrEqual(names.length - 32));
    await pause(3_000);
    // None twice; and only those that Teams had in hand as the process died may not have been told, which the page says of them.
    expect(Math.max(...told())).toBe(1);
    const untold = told().filter((count) => count === 0).length;
    expect(untold).toBeLessThanOrEqual(32);
    await second.stop();
  },
);
