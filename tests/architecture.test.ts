import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

/**
 * The import table of docs/decisions/0001-shape.md. A layer is the first folder below src/, or the
 * file's own name. What isn't listed here may import nothing of ours.
 */
const MAY_IMPORT: Record<string, readonly string[]> = {
  chat: ['policy types'],
  setting: [],
  'slack-settings': ['setting'],
  'teams-settings': ['setting'],
  roles: [],
  'sign-in-settings': ['setting', 'roles'],
  config: ['setting', 'slack-settings', 'teams-settings', 'sign-in-settings'],
  seal: [],
  log: [],
  metrics: ['chat', 'policy types'],
  'yaml-document': [],
  'reading-age': [],
  policy: ['policy', 'yaml-document'],
  scores: ['scores'],
  scan: ['policy'],
  // scores: the least number of people of which anything is kept for years is the one that figures have.
  store: ['store', 'chat', 'log', 'seal', 'policy types', 'scores', 'roles types'],
  nudges: ['nudges', 'chat', 'log', 'store', 'policy types'],
  quizzes: ['quizzes', 'nudges', 'chat', 'store', 'log', 'yaml-document', 'reading-age', 'policy types'],
  // What runs by itself over the store: months, roll-ups, retention and what managers are told.
  reporting: ['reporting', 'store', 'scores', 'nudges', 'chat', 'log', 'policy types'],
  // As questions are chosen, asked and learnt from, and as notices are handed over.
  refreshers: ['refreshers', 'quizzes', 'nudges', 'scores', 'chat', 'store', 'log', 'policy types'],
  standing: ['chat types'],
  'adapters/slack': ['adapters/slack', 'standing', 'chat', 'log', 'config types', 'policy types'],
  'adapters/teams': ['adapters/teams', 'standing', 'chat', 'log', 'config types', 'policy types'],
  'adapters/simulator': ['adapters/simulator', 'chat', 'log', 'policy types'],
  dashboard: [
    'dashboard',
    'store',
    'scores',
    'reporting',
    'policy',
    'log',
    'chat',
    'roles',
    'config types',
    'quizzes',
    'refreshers',
    'previews types',
  ],
  threads: ['chat'],
  channels: ['chat types', 'store types'],
  house: ['policy types', 'store types', 'log types', 'metrics types', 'threads types'],
  watch: ['channels', 'policy', 'nudges', 'store', 'chat', 'house'],
  answers: ['policy', 'nudges', 'store', 'chat', 'house'],
  directory: ['directory', 'policy', 'store', 'chat', 'log', 'house types'],
  check: ['policy', 'nudges', 'store', 'chat', 'house'],
  reports: ['channels', 'store', 'chat', 'house'],
  announce: ['nudges', 'store', 'chat', 'house'],
  language: ['store', 'chat', 'house'],
  wishes: ['quizzes', 'scores', 'nudges', 'store', 'chat', 'policy types'],
  'app-home': ['quizzes', 'scores', 'store', 'adapters/slack types'],
  'live-policy': ['policy', 'log'],
  pictures: ['store', 'log types'],
  // Draws what the platforms' own renderers make, so that a page shows nothing else.
  previews: ['adapters/slack', 'adapters/teams', 'chat'],
  health: ['log', 'metrics', 'chat types'],
  connections: ['chat', 'log', 'store', 'live-policy types'],
  listen: ['config types'],
  greeting: ['config types', 'main types'],
  inbound: ['*'],
  platforms: ['*'],
  main: ['*'],
  cli: ['*'],
};

/** Packages that stay in one place, so that a change of any of them touches that place only. */
const PACKAGES_AT_HOME: Record<string, RegExp> = {
  kysely: /^store\//,
  pg: /^store\//,
  'pg-boss': /^store\//,
  '@electric-sql/pglite': /^store\//,
  '@slack/bolt': /^adapters\/slack\//,
  '@slack/web-api': /^adapters\/slack\//,
  '@slack/types': /^adapters\/slack\//,
  '@slack/oauth': /^adapters\/slack\//,
  '@slack/socket-mode': /^adapters\/slack\//,
  botbuilder: /^adapters\/teams\//,
  'botframework-connector': /^adapters\/teams\//,
  '@azure/identity': /^adapters\/teams\//,
  '@azure/core-rest-pipeline': /^adapters\/teams\//,
  '@microsoft/microsoft-graph-client': /^adapters\/teams\//,
  'prom-client': /^metrics\.ts$/,
  pino: /^log\.ts$/,
};

const SRC = join(import.meta.dirname, '../src');
const files = globSync('**/*.ts', { cwd: SRC }).sort();

function layerOf(file: string): string {
  const parts = file.split('/');
  if (parts[0] === 'adapters') return parts.slice(0, 2).join('/');
  return parts.length > 1 ? (parts[0] as string) : file.replace(/\.ts$/, '');
}

interface Import {
  readonly from: string;
  readonly typeOnly: boolean;
}

function importsOf(file: string): Import[] {
  const source = readFileSync(join(SRC, file), 'utf8');
  const statements = source.matchAll(
    /^(?:import|export)\s+(type\s+)?[^;'"]*?from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]/gm,
  );
  const dynamic = source.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g);
  return [
    ...[...statements].map((match) => ({ from: (match[2] ?? match[3]) as string, typeOnly: match[1] !== undefined })),
    ...[...dynamic].map((match) => ({ from: match[1] as string, typeOnly: false })),
  ];
}

describe('src/', () => {
  test('has files to look at', () => {
    expect(files.length).toBeGreaterThan(20);
  });

  test.each(files)('%s imports only what its layer may', (file) => {
    const layer = layerOf(file);
    const allowed = MAY_IMPORT[layer];
    expect(allowed, `the layer ${layer} is not in the table`).toBeDefined();
    for (const { from, typeOnly } of importsOf(file).filter((entry) => entry.from.startsWith('.'))) {
      const target = relative(SRC, join(SRC, dirname(file), from));
      if (target.startsWith('..')) {
        expect(target, file).toBe('../package.json');
        continue;
      }
      const wanted = layerOf(target);
      const ok = allowed?.some(
        (entry) => entry === '*' || entry === wanted || (typeOnly && entry === `${wanted} types`),
      );
      expect(ok, `${file} may not import ${target}${typeOnly ? ' (types)' : ''}`).toBe(true);
    }
  });

  test.each(files)('%s keeps packages at home', (file) => {
    for (const { from } of importsOf(file)) {
      const name = from
        .split('/')
        .slice(0, from.startsWith('@') ? 2 : 1)
        .join('/');
      const home = PACKAGES_AT_HOME[name];
      if (home) expect(file, `${file} imports ${name}`).toMatch(home);
    }
  });

  test('only config.ts reads the environment', () => {
    const readers = files.filter((file) => /process\.env\b/.test(readFileSync(join(SRC, file), 'utf8')));
    expect(readers).toEqual(['config.ts']);
  });

  test('no file prints but the log and the command line', () => {
    const printers = files.filter((file) =>
      /\bconsole\.|process\.std(out|err)\.write/.test(readFileSync(join(SRC, file), 'utf8')),
    );
    expect(printers.filter((file) => !['cli.ts'].includes(file))).toEqual([]);
  });

  test('what is kept of a finding has no text', () => {
    const types = readFileSync(join(SRC, 'policy/types.ts'), 'utf8');
    const finding = /export interface Finding \{([^}]*)\}/.exec(types)?.[1] ?? '';
    expect([...finding.matchAll(/readonly (\w+)/g)].map((match) => match[1])).toEqual([
      'type',
      'start',
      'end',
      'confidence',
    ]);
  });

  test('no column can hold a message', () => {
    const migrations = globSync('*.sql', { cwd: join(SRC, '../migrations') })
      .map((file) => readFileSync(join(SRC, '../migrations', file), 'utf8'))
      .join('\n');
    expect(migrations).not.toMatch(/^\s*(text|body|content|quote|excerpt|draft)\s+text/im);
  });
});
