import type { Attachment } from '../../policy/types.ts';

/** What a file is, by the end of its name: Teams doesn't say, and the file itself is never opened. */
export function fileNamed(name: string): Attachment {
  const end = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  return { name, type: TYPES[end] ?? 'application/octet-stream' };
}

/** A picture that was pasted into a message, and so has no name. */
export const PASTED_PICTURE: Attachment = { name: 'image', type: 'image/png' };

const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  heic: 'image/heic',
  heif: 'image/heif',
  bmp: 'image/bmp',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
  pdf: 'application/pdf',
};
