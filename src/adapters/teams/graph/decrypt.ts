import { constants, createDecipheriv, createHmac, privateDecrypt, timingSafeEqual } from 'node:crypto';

/** What a notification holds of a message. */
export interface Encrypted {
  readonly data: string;
  readonly dataKey: string;
  readonly dataSignature: string;
}

/** Its message holds nothing of what was encrypted. */
export class DecryptError extends Error {
  override readonly name = 'DecryptError';
  readonly code: 'key' | 'signature' | 'content';
  constructor(code: 'key' | 'signature' | 'content') {
    super(`What Microsoft sent could not be decrypted (${code}).`);
    this.code = code;
  }
}

const KEY_BYTES = 32;
const IV_BYTES = 16;

/**
 * Pure. The data by AES in CBC mode under a key of its own, that key by RSA under our certificate; signed with the same key:
 * https://learn.microsoft.com/graph/change-notifications-with-resource-data. The signature is looked at first, so that
 * nothing of whoever doesn't know the key is ever decrypted. Throws `DecryptError`.
 */
export function decrypt({ data, dataKey, dataSignature }: Encrypted, privateKey: string): unknown {
  const key = keyOf(dataKey, privateKey);
  const bytes = Buffer.from(data, 'base64');
  const signature = Buffer.from(dataSignature, 'base64');
  const expected = createHmac('sha256', key).update(bytes).digest();
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected))
    throw new DecryptError('signature');
  try {
    const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, IV_BYTES));
    return JSON.parse(Buffer.concat([decipher.update(bytes), decipher.final()]).toString('utf8'));
  } catch {
    throw new DecryptError('content');
  }
}

function keyOf(dataKey: string, privateKey: string): Buffer {
  let key: Buffer;
  try {
    key = privateDecrypt(
      { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING },
      Buffer.from(dataKey, 'base64'),
    );
  } catch {
    throw new DecryptError('key');
  }
  if (key.length !== KEY_BYTES) throw new DecryptError('key');
  return key;
}
