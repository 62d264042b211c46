import { crc32, deflateSync } from 'node:zlib';

/** The two icons of the app, drawn from the shape of `src/dashboard/assets/quietword.svg`, without a library. */

const BLUE = [0x00, 0x5e, 0xb8] as const;
const WHITE = [0xff, 0xff, 0xff] as const;
type Colour = readonly [number, number, number];
/** The drawing is 48 wide; each pixel is looked at in so many places a side. */
const UNITS = 48;
const SAMPLES = 4;

/** Full colour, 192 × 192: the bubble in white on blue, with the margin that Teams crops to. */
export function colourIcon(): Buffer {
  const scale = 0.62;
  const inset = (UNITS * (1 - scale)) / 2;
  return draw(192, (x, y) => {
    const [u, v] = [(x - inset) / scale, (y - inset) / scale];
    return inWord(u, v) ? BLUE : inBubble(u, v) ? WHITE : BLUE;
  });
}

/** The outline, 32 × 32: white, and see-through elsewhere. */
export function outlineIcon(): Buffer {
  return draw(32, (x, y) => (inBubble(x, y) && !inWord(x, y) ? WHITE : undefined));
}

/** A rounded box with a tail at its lower left. */
function inBubble(x: number, y: number): boolean {
  const radius = 6;
  const dx = Math.max(2 + radius - x, x - (46 - radius), 0);
  const dy = Math.max(4 + radius - y, y - (36 - radius), 0);
  if (x >= 2 && x <= 46 && y >= 4 && y <= 36 && Math.hypot(dx, dy) <= radius) return true;
  // From (12, 36) down to (12, 46) and up again to (24, 36).
  return x >= 12 && y >= 36 && y <= 46 - ((x - 12) * 10) / 12;
}

/** The one short word that is in it. */
function inWord(x: number, y: number): boolean {
  const half = 2.5;
  return Math.hypot(x - Math.min(Math.max(x, 15), 33), y - 20) <= half;
}

/** `paint` gives the colour at a place of the drawing, or undefined where nothing is. */
function draw(size: number, paint: (x: number, y: number) => Colour | undefined): Buffer {
  const rows: Buffer[] = [];
  for (let row = 0; row < size; row++) {
    // Each line begins with the number of its filter: none.
    const line = Buffer.alloc(1 + size * 4);
    for (let column = 0; column < size; column++) line.set(pixel(size, column, row, paint), 1 + column * 4);
    rows.push(line);
  }
  return png(size, Buffer.concat(rows));
}

function pixel(
  size: number,
  column: number,
  row: number,
  paint: (x: number, y: number) => Colour | undefined,
): readonly [number, number, number, number] {
  let [red, green, blue, seen] = [0, 0, 0, 0];
  for (let index = 0; index < SAMPLES * SAMPLES; index++) {
    const x = column + ((index % SAMPLES) + 0.5) / SAMPLES;
    const y = row + (Math.floor(index / SAMPLES) + 0.5) / SAMPLES;
    const colour = paint((x * UNITS) / size, (y * UNITS) / size);
    if (!colour) continue;
    red += colour[0];
    green += colour[1];
    blue += colour[2];
    seen++;
  }
  if (seen === 0) return [0, 0, 0, 0];
  const mean = (sum: number) => Math.round(sum / seen);
  return [mean(red), mean(green), mean(blue), Math.round((seen * 255) / (SAMPLES * SAMPLES))];
}

/** https://www.w3.org/TR/png/ */
function png(size: number, pixels: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8); // eight bits a channel, with alpha
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'ascii'), data]);
  const frame = Buffer.alloc(8 + body.length);
  frame.writeUInt32BE(data.length, 0);
  frame.set(body, 4);
  frame.writeUInt32BE(crc32(body), 4 + body.length);
  return frame;
}
