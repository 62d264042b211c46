import { crc32, deflateSync } from 'node:zlib';

const chunk = (name: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
};

/** A PNG of one blue pixel, with these chunks beside the picture, and this after its end. */
export function pngWith(extra: Readonly<Record<string, string>> = {}, after = ''): Buffer {
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    ...Object.entries(extra).map(([name, text]) => chunk(name, Buffer.from(text))),
    chunk('IDAT', deflateSync(Buffer.from([0, 0, 94, 184]))),
    chunk('IEND', Buffer.alloc(0)),
    Buffer.from(after),
  ]);
}

const segment = (marker: number, data: Uint8Array): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
};

/** The frame of a JPEG, with EXIF of this orientation, byte order and place. What is drawn is no real picture. */
export function jpegWith({ turned = 1, little = false, place = 'GPS 51.5N', after = '' } = {}): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write(little ? 'II' : 'MM', 'latin1');
  const [u16, u32] = little
    ? ([tiff.writeUInt16LE, tiff.writeUInt32LE] as const)
    : ([tiff.writeUInt16BE, tiff.writeUInt32BE] as const);
  u16.call(tiff, 42, 2);
  u32.call(tiff, 8, 4);
  u16.call(tiff, 1, 8);
  u16.call(tiff, 0x0112, 10);
  u16.call(tiff, 3, 12);
  u32.call(tiff, 1, 14);
  u16.call(tiff, turned, 18);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
    segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, Buffer.from(place)])),
    segment(0xed, Buffer.from('Photoshop: by Sam Khan')),
    segment(0xfe, Buffer.from('a comment')),
    segment(0xdb, Buffer.alloc(65)),
    segment(0xda, Buffer.alloc(10)),
    Buffer.from([1, 2, 3, 0xff, 0, 4, 0xff, 0xd9]),
    Buffer.from(after),
  ]);
}
