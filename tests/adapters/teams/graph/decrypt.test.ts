import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { DecryptError, decrypt, type Encrypted } from '../../../../src/adapters/teams/graph/decrypt.ts';
import { chatMessage, encryptFor, saying } from '../chat-messages.ts';
import { makeCertificate } from '../fake-graph.ts';

let ours: { certificate: string; key: string };
let sealed: Encrypted;
const message = chatMessage(saying('<p>Llanelli, “bed 4” 🙂</p>'));
beforeAll(async () => {
  ours = await makeCertificate('ours');
  sealed = encryptFor(ours.certificate, message) as unknown as Encrypted;
});

const codeOf = (content: Encrypted, key: string) => {
  try {
    decrypt(content, key);
  } catch (error) {
    return error instanceof DecryptError ? error.code : error;
  }
  return 'decrypted';
};

test('what was encrypted to our certificate is read', () => {
  expect(decrypt(sealed, ours.key)).toEqual(message);
});

test('another key, a changed signature and changed data are refused', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  expect(codeOf(sealed, privateKey.export({ type: 'pkcs8', format: 'pem' }) as string)).toBe('key');
  expect(codeOf({ ...sealed, dataKey: 'AAAA' }, ours.key)).toBe('key');
  expect(codeOf({ ...sealed, dataSignature: Buffer.alloc(32).toString('base64') }, ours.key)).toBe('signature');
  expect(codeOf({ ...sealed, dataSignature: '' }, ours.key)).toBe('signature');
  const bytes = Buffer.from(sealed.data, 'base64');
  bytes[3] = (bytes[3] as number) ^ 1;
  expect(codeOf({ ...sealed, data: bytes.toString('base64') }, ours.key)).toBe('signature');
});
