/**
 * Quietword and Teams on this computer: Microsoft's Agents Playground, fetched by npx, in front of the running program.
 *
 *   npm run teams:local [-- --shots folder] [-- --stay]
 *
 * Somebody posts in a channel, is told in their own chat, and presses a button; what was seen on the way is kept as pictures. With --stay
 * it goes on running, to be tried by hand. Needs Chromium (CHROMIUM_PATH) for the first, and npm's registry.
 */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { APP_ID, startFakeGraph, TENANT } from '../tests/adapters/teams/fake-graph.ts';
import { noChromium, openChromium } from '../tests/chromium.ts';
import { startFakeTeams } from '../tests/fake-teams.ts';
import { noPlayground, openPlayground, startPlayground } from '../tests/playground.ts';
import { startProgram } from '../tests/program.ts';
import { settingsFor } from '../tests/teams-stage.ts';

const { values } = parseArgs({ options: { shots: { type: 'string' }, stay: { type: 'boolean', default: false } } });
const say = (line: string) => process.stdout.write(`${line}\n`);

const missing = await noPlayground();
if (missing) throw new Error(missing);
const [teams, graph] = await Promise.all([startFakeTeams(APP_ID), startFakeGraph()]);
const program = await startProgram({
  ...settingsFor(teams, graph),
  DATA_DIR: mkdtempSync(join(tmpdir(), 'quietword-teams-data-')),
});
const playground = await startPlayground({ teams, tenant: TENANT, appId: APP_ID, app: () => program.url });
say(`Teams      ${playground.url}\nDashboard  ${program.url}/`);

async function stop(): Promise<void> {
  await playground.close();
  await program.stop();
  await Promise.all([teams.close(), graph.close()]);
}

async function takePictures(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const browser = await openChromium();
  const { page, ...somebody } = await openPlayground(browser, playground);
  const shot = async (name: string, of = page) => void (await of.screenshot({ path: join(folder, `${name}.png`) }));
  await somebody.postInChannel('Mrs Adaeze Winterbourne, NHS 999 000 0042, is back from theatre');
  await page.waitForTimeout(2_000);
  await shot('1-channel');
  await somebody.openPersonalChat();
  await page.getByText('Go to the message').first().waitFor();
  await shot('2-card');
  await somebody.press('Why');
  await page.waitForTimeout(1_500);
  await shot('3-why');
  const dashboard = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  await dashboard.goto(program.url);
  await shot('4-dashboard', dashboard);
  await browser.close();
  say(`Pictures   ${folder}`);
}

try {
  if (noChromium) say(`No pictures: ${noChromium}`);
  else await takePictures(values.shots ?? mkdtempSync(join(tmpdir(), 'quietword-teams-shots-')));
  if (values.stay) {
    say('Ctrl-C ends it.');
    await new Promise((resolve) => process.once('SIGINT', resolve));
  }
} finally {
  await stop();
}
process.exit(0);
