/**
 * A picture without what stands in it beside the picture: a phone writes the place, the time and the owner's name into a photo.
 * JPEG: ISO/IEC 10918-1, annex B. PNG: https://www.w3.org/TR/png-3/#5Chunk-layout. Pure.
 */
import type { PictureType } from './picture.ts';

/** The picture alone, or undefined where it is cut short or is none. */
export function withoutMetadata(bytes: Uint8Array, type: PictureType): Uint8Array | undefined {
  return type === 'image/png' ? plainPng(bytes) : plainJpeg(bytes);
}

const SIGNATURE = 8;
/** What is drawn, and how its colours are meant. */
const DRAWN = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'cICP', 'sBIT', 'pHYs']);

function plainPng(bytes: Uint8Array): Uint8Array | undefined {
  const view = viewOf(bytes);
  const kept = [bytes.subarray(0, SIGNATURE)];
  for (let at = SIGNATURE; at + 12 <= bytes.length; ) {
    const end = at + 12 + view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (end > bytes.length || (at === SIGNATURE && name !== 'IHDR')) return undefined;
    if (DRAWN.has(name)) kept.push(bytes.subarray(at, end));
    // Whatever comes after the end is no part of it.
    if (name === 'IEND') return joined(kept);
    at = end;
  }
  return undefined;
}

const [START, END, SCAN, FRAME, APP_1, APP_15, COMMENT] = [0xd8, 0xd9, 0xda, 0xff, 0xe1, 0xef, 0xfe];
/** Adobe's, which says how the colours are meant. */
const APP_14 = 0xee;
/** An ICC profile: that, too. */
const APP_2 = 0xe2;

function plainJpeg(bytes: Uint8Array): Uint8Array | undefined {
  const view = viewOf(bytes);
  if (bytes[1] !== START) return undefined;
  const kept = [bytes.subarray(0, 2)];
  let turned = 1;
  for (let at = 2; at + 4 <= bytes.length; ) {
    const marker = bytes[at + 1] as number;
    if (bytes[at] !== FRAME) return undefined;
    // Any number of these may stand before a marker.
    if (marker === FRAME) {
      at += 1;
      continue;
    }
    const end = at + 2 + view.getUint16(at + 2);
    if (end > bytes.length) return undefined;
    if (marker === SCAN) {
      const last = lastMarker(bytes, end);
      return last === undefined ? undefined : joined([...kept, ...rotation(turned), bytes.subarray(at, last)]);
    }
    const isSaid = (marker >= APP_1 && marker <= APP_15 && marker !== APP_14 && marker !== APP_2) || marker === COMMENT;
    if (marker === APP_1) turned = orientationIn(view, at + 4, end) ?? turned;
    if (!isSaid) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return undefined;
}

/** After the mark of the end; what comes after it is no part of the picture. */
function lastMarker(bytes: Uint8Array, from: number): number | undefined {
  for (let at = from; at + 1 < bytes.length; at += 1) if (bytes[at] === FRAME && bytes[at + 1] === END) return at + 2;
  return undefined;
}

const ORIENTATION = 0x0112;

/** Which way up a phone was held, from 1 (upright) to 8, as its EXIF has it. */
function orientationIn(view: DataView, from: number, end: number): number | undefined {
  const tiff = from + 6;
  if (tiff + 8 > end || view.getUint32(from) !== 0x45786966) return undefined; // "Exif"
  const little = view.getUint16(tiff) === 0x4949;
  const directory = tiff + view.getUint32(tiff + 4, little);
  if (directory + 2 > end) return undefined;
  const entries = view.getUint16(directory, little);
  for (let entry = 0; entry < entries; entry += 1) {
    const at = directory + 2 + 12 * entry;
    if (at + 12 > end) return undefined;
    if (view.getUint16(at, little) === ORIENTATION) {
      const turned = view.getUint16(at + 8, little);
      return turned >= 1 && turned <= 8 ? turned : undefined;
    }
  }
  return undefined;
}

/** EXIF that says which way up, and nothing else: without it the picture would lie on its side. */
function rotation(turned: number): Uint8Array[] {
  if (turned === 1) return [];
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, turned, 0, 0, 0, 0, 0, 0];
  const exif = [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff];
  return [Uint8Array.from([FRAME, APP_1, 0, exif.length + 2, ...exif])];
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
