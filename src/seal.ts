import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Keeps secrets in the database unreadable without ENCRYPTION_KEY: AES-256-GCM. */
export interface Seal {
  /** `about`: whose secret it is and what for. It opens under the same words only, so that rows can't be swapped. */
  close(secret: string, about: string): Uint8Array;
  /** Throws `SealError`. */
  open(sealed: Uint8Array, about: string): string;
  /** Whether it was closed with the first key, and not with one that is being retired. */
  isCurrent(sealed: Uint8Array): boolean;
}

/** Its message is one sentence for whoever runs the program. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

const [VERSION, KEY_ID, IV, TAG] = [1, 4, 12, 16];
const HEADER = 1 + KEY_ID + IV + TAG;

/** `keys`: 32 bytes each. The first closes, all open. A sealed secret is version, key id, IV, tag and what was closed. */
export function createSeal(keys: readonly Uint8Array[]): Seal {
  const [current, ...older] = keys.map((key) => ({ key, id: idOf(key) }));
  if (!current) throw new SealError('ENCRYPTION_KEY is not set, and there are secrets to keep.');
  const keyOf = (sealed: Uint8Array) =>
    [current, ...older].find(({ id }) => id.equals(sealed.subarray(1, 1 + KEY_ID)))?.key;

  return {
    close(secret, about) {
      const iv = randomBytes(IV);
      const cipher = createCipheriv('aes-256-gcm', current.key, iv).setAAD(Buffer.from(about));
      const closed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), current.id, iv, cipher.getAuthTag(), closed]);
    },
    open(sealed, about) {
      const key = sealed[0] === VERSION && sealed.length > HEADER ? keyOf(sealed) : undefined;
      if (!key)
        throw new SealError(`${about} was kept under a key that ENCRYPTION_KEY no longer has: put it back, last.`);
      const iv = sealed.subarray(1 + KEY_ID, 1 + KEY_ID + IV);
      const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG })
        .setAAD(Buffer.from(about))
        .setAuthTag(sealed.subarray(1 + KEY_ID + IV, HEADER));
      try {
        return Buffer.concat([decipher.update(sealed.subarray(HEADER)), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new SealError(`${about} was changed in the database, and is not used.`, { cause });
      }
    },
    isCurrent: (sealed) => current.id.equals(sealed.subarray(1, 1 + KEY_ID)),
  };
}

/** Names a key without giving it away. */
function idOf(key: Uint8Array): Buffer {
  return createHash('sha256').update('quietword key id').update(key).digest().subarray(0, KEY_ID);
}
