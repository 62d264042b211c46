/** What a picture is by its own bytes, whatever its name says. Pure. */
export const LARGEST_PICTURE = 1_000_000;

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];

export type PictureType = 'image/png' | 'image/jpeg';

/** Its type, or one sentence about why it isn't taken. */
export function readPicture(bytes: Uint8Array): { readonly type: PictureType } | { readonly fault: string } {
  if (bytes.length > LARGEST_PICTURE) return { fault: 'The picture may have 1 MB at most: make it smaller.' };
  const begins = (signature: readonly number[]) => signature.every((byte, at) => bytes[at] === byte);
  if (begins(PNG)) return { type: 'image/png' };
  if (begins(JPEG)) return { type: 'image/jpeg' };
  return { fault: 'The picture must be a PNG or a JPEG.' };
}

/** Where platforms fetch it. */
export const picturePath = (id: string): string => `/pictures/${id}`;
