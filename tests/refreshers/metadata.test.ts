import { describe, expect, test } from 'vitest';
import { withoutMetadata } from '../../src/refreshers/metadata.ts';
import { jpegWith, pngWith } from '../dashboard/pictures.ts';

const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('latin1');

describe('a PNG', () => {
  test('keeps the picture and its colours, and nothing that is said beside it or after it', () => {
    const said = { eXIf: 'GPS 51.5N', tEXt: 'Author\0Sam Khan', iTXt: 'here', tIME: '2026', gAMA: '\0\0\xb1\x8f' };
    const plain = withoutMetadata(pngWith(said, 'PK more'), 'image/png');
    expect(text(plain)).toContain('gAMA');
    for (const gone of ['GPS', 'Sam', 'here', 'tIME', 'PK']) expect(text(plain)).not.toContain(gone);
    expect(Buffer.from(withoutMetadata(pngWith(), 'image/png') ?? [])).toEqual(pngWith());
  });
  test.each([
    ['cut short', pngWith().subarray(0, 40)],
    ['without its end', pngWith().subarray(0, -12)],
    ['with a length that is none', Buffer.concat([pngWith().subarray(0, 8), Buffer.alloc(12, 0xff)])],
    ['its first bytes', pngWith().subarray(0, 8)],
  ])('%s is refused', (_, bytes) => {
    expect(withoutMetadata(bytes, 'image/png')).toBeUndefined();
  });
});

describe('a JPEG', () => {
  test.each([
    [1, false],
    [6, false],
    [6, true],
    [8, true],
  ])('turned %i: keeps which way up it is, and neither place nor name', (turned, little) => {
    const plain = withoutMetadata(jpegWith({ turned, little, after: 'PK more' }), 'image/jpeg') ?? new Uint8Array();
    for (const gone of ['GPS', 'Sam', 'comment', 'PK']) expect(text(plain)).not.toContain(gone);
    expect(text(plain)).toContain('JFIF');
    expect(text(plain).includes('Exif')).toBe(turned !== 1);
    // Once more, it is the same: so what it says of the side that is up can be read.
    expect(withoutMetadata(plain, 'image/jpeg')).toEqual(plain);
    if (turned !== 1) expect(plain[plain.indexOf(0xe1) + 28]).toBe(turned);
  });
  test.each([
    ['cut short', jpegWith().subarray(0, 60)],
    ['without its end', jpegWith().subarray(0, -3)],
    ['its first bytes', jpegWith().subarray(0, 3)],
    ['no marker where one belongs', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 2]), Buffer.alloc(20)])],
  ])('%s is refused', (_, bytes) => {
    expect(withoutMetadata(bytes, 'image/jpeg')).toBeUndefined();
  });
  test('an EXIF that points outside itself does no harm', () => {
    const bytes = jpegWith({ turned: 6 });
    bytes.writeUInt32BE(0xfffff0, bytes.indexOf('MM') + 4);
    expect(text(withoutMetadata(bytes, 'image/jpeg'))).not.toContain('Exif');
  });
});
