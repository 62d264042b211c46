import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { stringify } from 'yaml';
import type { FakeTeams } from './fake-teams.ts';

/**
 * Microsoft's Agents Playground: Teams' part on this computer, with real cards. Its licence is for evaluation only, so it is fetched by npx
 * and no dependency. It signs nothing: what it sends goes by a door of ours, which signs it as Teams would.
 */
const PACKAGE = '@microsoft/m365agentsplayground@0.2.28';
const FETCH_MS = 120_000;

/** Why the Playground can't be had here, or undefined where it can. */
export async function noPlayground(): Promise<string | undefined> {
  const child = spawn('npx', ['--yes', PACKAGE, '--version'], { stdio: 'ignore', timeout: FETCH_MS });
  const code = await once(child, 'exit').then(
    ([code]) => code as number | null,
    () => null,
  );
  return code === 0 ? undefined : `npx could not fetch ${PACKAGE}: it needs npm and its registry`;
}

export interface Playground {
  readonly url: string;
  /** What the app is called there. */
  readonly bot: string;
  close(): Promise<void>;
}

export interface PlaygroundOptions {
  readonly teams: Pick<FakeTeams, 'token'>;
  readonly tenant: string;
  readonly appId: string;
  /** Where Quietword is served. */
  readonly app: () => string;
}

export async function startPlayground({ teams, tenant, appId, app }: PlaygroundOptions): Promise<Playground> {
  const folder = mkdtempSync(join(tmpdir(), 'quietword-playground-'));
  writeFileSync(join(folder, '.m365agentsplayground.yml'), stringify(world(tenant, appId)));
  const door = createServer(async (req, res) => {
    let body = '';
    for await (const chunk of req.setEncoding('utf8')) body += chunk;
    const { serviceUrl } = JSON.parse(body || '{}') as { serviceUrl?: string };
    const authorization = `Bearer ${await teams.token({ serviceurl: serviceUrl })}`;
    const headers = { 'content-type': 'application/json', authorization };
    const answer = await fetch(`${app()}${req.url}`, { method: 'POST', headers, body });
    res
      .writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' })
      .end(await answer.text());
  });
  const doorPort = await listen(door);
  const port = await freePort();
  const child = spawn(
    'npx',
    [
      '--yes',
      PACKAGE,
      'start',
      '-e',
      `http://127.0.0.1:${doorPort}/api/messages`,
      '-c',
      'msteams',
      '-p',
      String(port),
      '--disable-telemetry',
    ],
    {
      cwd: folder,
      env: { ...process.env, TEAMSAPPTESTER_BROWSER: 'none', M365_AGENTS_PLAYGROUND_LOGFILE: join(folder, 'log') },
      stdio: 'ignore',
      detached: true,
    },
  );
  await reachable(child, port);
  return {
    url: `http://localhost:${port}/`,
    bot: `28:${appId}`,
    async close() {
      // npx starts it as a child of its own: the whole group is ended.
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
      door.close();
      door.closeAllConnections();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Everybody here is invented. It wants five people besides whoever uses it. */
function world(tenantId: string, appId: string): object {
  const someone = (index: number, name: string) => {
    const [givenName = '', surname = ''] = name.split(' ');
    const email = `${name.toLowerCase().replace(' ', '.')}@trust.example`;
    const aadObjectId = `5a5a5a5a-0000-4000-8000-00000000000${index}`;
    return { id: `user-${index}`, name, userPrincipleName: email, aadObjectId, givenName, surname, email };
  };
  return {
    version: '0.1.0',
    tenantId,
    bot: { id: `28:${appId}`, name: 'Quietword' },
    currentUser: someone(0, 'Alex Nurse'),
    users: ['Megan Porter', 'Adele Doctor', 'Isaac Pharm', 'Priya Physio', 'Lynne Clerk'].map((name, at) =>
      someone(at + 1, name),
    ),
    personalChat: { id: 'a:personal-chat' },
    groupChat: { id: '19:huddle@thread.v2', name: 'Ward 7 huddle' },
    team: {
      id: '19:team@thread.tacv2',
      name: 'Ward 7',
      aadGroupId: '0f4c1d3e-3333-4a4a-8b8b-000000000003',
      channels: [{ id: '19:handover@thread.tacv2', name: 'Handover' }],
    },
  };
}

/** Somebody at the Playground in a browser. */
export interface AtPlayground {
  readonly page: Page;
  postInChannel(text: string): Promise<void>;
  openPersonalChat(): Promise<void>;
  press(label: string): Promise<void>;
}

export async function openPlayground(browser: Browser, { url, bot }: Playground): Promise<AtPlayground> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  // The Playground hands on what names the app only; with the RSC permissions that the manifest asks for Teams hands on all.
  await page.route('**/_conversation/v1/conversations/*/messages', async (route) => {
    const body = route.request().postDataJSON();
    if ((body.mentions ?? []).length === 0) body.mentions = [{ mentioned: { id: bot }, text: '' }];
    await route.continue({ postData: JSON.stringify(body) });
  });
  await page.goto(url);
  const room = (name: string) => page.getByRole('treeitem', { name });
  await room('Personal Chat').waitFor();
  // It brings the app in as it is opened, and draws its rooms anew meanwhile.
  await page.waitForTimeout(3_000);
  return {
    page,
    async postInChannel(text) {
      await room('Ward 7 - Handover').click();
      const box = page.locator('[role=textbox]').first();
      await page.waitForTimeout(1_000);
      await box.click();
      await page.keyboard.type(text);
      await page.waitForTimeout(200);
      await page.locator('button:has-text("Post")').first().click();
    },
    openPersonalChat: () => room('Personal Chat').click(),
    press: (label) => page.getByRole('button', { name: label }).last().click(),
  };
}

async function reachable(child: ChildProcess, port: number): Promise<void> {
  for (const start = Date.now(); Date.now() - start < FETCH_MS; ) {
    if (child.exitCode !== null) throw new Error(`The Playground ended with ${child.exitCode}.`);
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, 'localhost', () => resolve(true));
      socket.on('connect', () => socket.destroy()).on('error', () => resolve(false));
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('The Playground did not start.');
}

export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listen(server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
