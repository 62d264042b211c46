import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Request, type Response, Router } from 'express';

const NHSUK = join(dirname(createRequire(import.meta.url).resolve('nhsuk-frontend/package.json')), 'dist/nhsuk');
const OURS = join(import.meta.dirname, 'assets');

/** Icons that the NHS stylesheet asks for by this address. */
const ICONS = ['cross', 'arrow-up-down', 'arrow-up', 'arrow-down'].map((icon) => `nhsuk-icon-${icon}.svg`);

interface Asset {
  readonly type: string;
  readonly body: Buffer;
  readonly gzipped: Buffer;
  readonly hash: string;
}

/** Files that every page needs, read once. `url(name)` carries their hash, so browsers keep them for good. */
export function loadAssets(): { router: Router; url: (name: string) => string } {
  const assets = new Map<string, Asset>([
    ['nhsuk.css', asset('text/css', withoutFonts(read(NHSUK, 'nhsuk-frontend.min.css')))],
    ['nhsuk.js', asset('text/javascript', withoutSourceMap(read(NHSUK, 'nhsuk-frontend.min.js')))],
    ['quietword.css', asset('text/css', read(OURS, 'quietword.css'))],
    ['progress.js', asset('text/javascript', read(OURS, 'progress.js'))],
    ['quietword.svg', asset('image/svg+xml', read(OURS, 'quietword.svg'))],
    ['favicon.svg', asset('image/svg+xml', read(OURS, 'favicon.svg'))],
    ...ICONS.map((icon) => [`images/${icon}`, asset('image/svg+xml', read(NHSUK, `assets/images/${icon}`))] as const),
  ]);
  const router = Router();
  for (const [name, file] of assets) router.get(`/assets/${name}`, (req, res) => send(file, req, res));
  return { router, url: (name) => `/assets/${name}?v=${assets.get(name)?.hash ?? missing(name)}` };
}

/** Its only addresses outside are the fonts of assets.nhs.uk; Arial is the next in its list. */
function withoutFonts(css: string): string {
  return withoutSourceMap(css.replace(/@font-face\s*\{[^}]*\}/g, ''));
}

function withoutSourceMap(text: string): string {
  return text.replace(/\/[*/]# sourceMappingURL=\S+?(\s*\*\/)?\s*$/, '');
}

function asset(type: string, text: string): Asset {
  const body = Buffer.from(text);
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 16);
  return { type: `${type}; charset=utf-8`, body, gzipped: gzipSync(body), hash };
}

function send(file: Asset, req: Request, res: Response): void {
  const lasting = req.query.v === file.hash;
  res.set('Content-Type', file.type);
  res.set('Cache-Control', lasting ? 'public, max-age=31536000, immutable' : 'public, no-cache');
  res.vary('Accept-Encoding');
  const gzip = req.acceptsEncodings('gzip') === 'gzip';
  if (gzip) res.set('Content-Encoding', 'gzip');
  res.set('ETag', `"${file.hash}${gzip ? '-gz' : ''}"`);
  res.send(gzip ? file.gzipped : file.body);
}

function read(folder: string, path: string): string {
  return readFileSync(join(folder, path), 'utf8');
}

function missing(name: string): never {
  throw new Error(`No asset ${basename(name)}`);
}
