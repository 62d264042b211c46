import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultsOf } from '../scripts/teams/manifest.ts';
import { isCommand } from '../src/adapters/teams/commands.ts';
import { WORDS } from '../src/adapters/teams/words.ts';

const ROOT = join(import.meta.dirname, '..');
const SCHEMAS = join(ROOT, 'node_modules/@microsoft/app-manifest/build/json-schemas/teams');
const SCRIPT = join(ROOT, 'scripts/teams-package.ts');
const source = readFileSync(join(ROOT, 'manifest/teams/manifest.json'), 'utf8');
const example = JSON.parse(source);

/** Faults by the schema that Microsoft's own tools carry, so that no network is needed. */
function schemaFaults(manifest: { manifestVersion: string }): unknown {
  const file = join(SCHEMAS, `v${manifest.manifestVersion}/MicrosoftTeams.schema.json`);
  const ajv = new Ajv.default({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(file, 'utf8')));
  return validate(manifest) ? [] : validate.errors;
}

describe('the manifest', () => {
  test('is one that Teams takes, by the newest schema', () => {
    expect(schemaFaults(example)).toEqual([]);
    const versions = globSync('v1.*', { cwd: SCHEMAS }).map((name) => name.slice(1));
    const newest = versions.toSorted((a, b) => Number(a.split('.')[1]) - Number(b.split('.')[1])).at(-1);
    expect(example.manifestVersion).toBe(newest);
    expect(example.$schema).toContain(`/v${newest}/`);
  });

  test('and the check finds what is wrong', () => {
    expect(schemaFaults({ ...example, bots: [{ botId: 'x', scopes: ['everywhere'] }] })).not.toEqual([]);
    expect(schemaFaults({ ...example, treshold: 1 })).not.toEqual([]);
  });

  test('asks for these permissions and no more, each of which docs/teams.md explains', () => {
    const asked: string[] = example.authorization.permissions.resourceSpecific.map(
      ({ name }: { name: string }) => name,
    );
    expect(asked).toEqual([
      'ChannelMessage.Read.Group',
      'ChatMessage.Read.Chat',
      'ChannelSettings.Read.Group',
      'ChatSettings.Read.Chat',
      'TeamMember.Read.Group',
      'ChatMember.Read.Chat',
    ]);
    const explained = readFileSync(join(ROOT, 'docs/teams.md'), 'utf8');
    for (const name of asked) expect(explained).toContain(`\`${name}\``);
  });
});

describe('the commands that are offered', () => {
  const offered = (scope: string): string[] =>
    example.bots[0].commandLists
      .filter(({ scopes }: { scopes: string[] }) => scopes.includes(scope))
      .flatMap(({ commands }: { commands: { title: string }[] }) => commands.map(({ title }) => title));

  test('are understood, and are those that the help names', () => {
    const named = WORDS.en.help.commands.map(([word]) => word);
    expect(offered('personal').toSorted()).toEqual(['help', ...named].toSorted());
    for (const title of [...offered('personal'), ...offered('team')]) expect(isCommand(title), title).toBe(true);
  });

  test('in each language of the help', () => {
    for (const { help } of Object.values(WORDS)) {
      expect(help.commands).toHaveLength(WORDS.en.help.commands.length);
      for (const [word] of help.commands) expect(isCommand(word), word).toBe(true);
    }
  });
});

describe('the app package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quietword-package-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const build = (out: string) =>
    spawnSync(
      process.execPath,
      [
        SCRIPT,
        ...['--app-id', '8F2C1B7E-4a7d-4c5e-9b1a-2f6d3e8c0a11', '--host', 'quietword.trust.nhs.uk'],
        ...['--organisation', 'Invented Trust', '--version', '1.2.3', '--out', join(folder, out)],
      ],
      { encoding: 'utf8' },
    );
  let files: Record<string, Uint8Array>;
  beforeAll(() => {
    expect(build('one.zip')).toMatchObject({ status: 0 });
    files = unzipSync(readFileSync(join(folder, 'one.zip')));
  });

  test('holds a manifest of the own app and address, and both icons', () => {
    expect(Object.keys(files).toSorted()).toEqual(['color.png', 'manifest.json', 'outline.png']);
    const text = strFromU8(files['manifest.json'] as Uint8Array);
    const manifest = JSON.parse(text);
    expect(schemaFaults(manifest)).toEqual([]);
    expect(manifest).toMatchObject({
      id: '8f2c1b7e-4a7d-4c5e-9b1a-2f6d3e8c0a11',
      version: '1.2.3',
      developer: { name: 'Invented Trust' },
      validDomains: ['quietword.trust.nhs.uk'],
      webApplicationInfo: { resource: 'api://quietword.trust.nhs.uk/8f2c1b7e-4a7d-4c5e-9b1a-2f6d3e8c0a11' },
    });
    expect(text).not.toMatch(/example|00000000-0000/);
  });

  test('is the same every time', () => {
    expect(build('two.zip').status).toBe(0);
    expect(readFileSync(join(folder, 'two.zip')).equals(readFileSync(join(folder, 'one.zip')))).toBe(true);
  });

  test.each([
    ['color.png', 192, [0, 0x5e, 0xb8, 255]],
    ['outline.png', 32, [0, 0, 0, 0]],
  ] as const)('%s has %i pixels a side, and its own corner', (name, size, corner) => {
    const png = Buffer.from(files[name] as Uint8Array);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
    const at = png.indexOf('IDAT');
    const pixels = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
    expect(pixels).toHaveLength(size * (1 + size * 4));
    expect([...pixels.subarray(1, 5)]).toEqual(corner);
    // The outline is white wherever it is seen at all.
    const colours = new Set<string>();
    for (let index = 0; index < size * size; index++) {
      const start = Math.floor(index / size) * (1 + size * 4) + 1 + (index % size) * 4;
      if (pixels[start + 3] !== 0) colours.add(pixels.subarray(start, start + 3).toString('hex'));
    }
    if (name === 'outline.png') expect([...colours]).toEqual(['ffffff']);
    else expect(colours).toContain('ffffff');
  });

  test('says how it is built', () => {
    const run = (...args: string[]) => spawnSync(process.execPath, [SCRIPT, ...args], { encoding: 'utf8' });
    expect(run('--help')).toMatchObject({ status: 0, stderr: expect.stringContaining('--app-id') });
    expect(run('--unknown')).toMatchObject({ status: 1, stderr: expect.stringContaining('--app-id') });
  });

  test('is not built of nonsense', () => {
    const { status, stderr } = spawnSync(process.execPath, [SCRIPT, '--app-id', 'x', '--host', 'https://a/b'], {
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(2);
    expect(
      faultsOf({ appId: '8f2c1b7e-4a7d-4c5e-9b1a-2f6d3e8c0a11', host: 'a.b', organisation: '', version: '1' }),
    ).toHaveLength(2);
  });
});
