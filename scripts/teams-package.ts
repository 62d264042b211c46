/**
 * Builds the app package that a Teams administrator uploads:
 * `npm run teams:package -- --app-id ID --host quietword.trust.nhs.uk --organisation "Our Trust"`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { strToU8, zipSync } from 'fflate';
import { colourIcon, outlineIcon } from './teams/icons.ts';
import { faultsOf, ownManifest } from './teams/manifest.ts';

const ROOT = join(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
const say = (text: string) => process.stderr.write(`${text}\n`);

const USAGE = `npm run teams:package -- --app-id ID --host HOST [--organisation NAME] [--version 1.2.3] [--out FILE]
  --app-id        the app's id in Entra
  --host          where people and Microsoft reach Quietword, such as quietword.trust.nhs.uk
  --organisation  who runs it, as people see it
  --version       higher than the one that was uploaded last; this program's own by default
  --out           data/quietword-teams.zip by default`;

function readArguments() {
  try {
    return parseArgs({
      options: {
        help: { type: 'boolean', default: false },
        'app-id': { type: 'string', default: '' },
        host: { type: 'string', default: '' },
        organisation: { type: 'string', default: 'Our organisation' },
        version: { type: 'string', default: version },
        out: { type: 'string', default: join(ROOT, 'data/quietword-teams.zip') },
      },
    }).values;
  } catch {
    say(USAGE);
    process.exit(1);
  }
}

const values = readArguments();
if (values.help) {
  say(USAGE);
  process.exit(0);
}
const own = {
  appId: values['app-id'].toLowerCase(),
  host: values.host.toLowerCase(),
  organisation: values.organisation,
  version: values.version,
};
const faults = faultsOf(own);
if (faults.length > 0) {
  for (const fault of faults) say(fault);
  process.exit(1);
}

const manifest = ownManifest(readFileSync(join(ROOT, 'manifest/teams/manifest.json'), 'utf8'), own);
const zip = zipSync(
  { 'manifest.json': strToU8(manifest), 'color.png': colourIcon(), 'outline.png': outlineIcon() },
  // The same package from the same manifest, byte for byte.
  { level: 9, mtime: new Date(1980, 0, 1) },
);
const out = resolve(values.out);
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, zip);
say(`${out}: upload it in the Teams admin centre, Teams apps, Manage apps, Upload new app.`);
