/**
 * Features are numbers: a hash of each part, mixed for those of several parts. The weights' files hold the parts in
 * words; the code makes no strings while it judges. Two of 100,000 features in 2^32 clash a few times, and a feature that
 * the weights don't know is taken for one of them once in 40,000.
 */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash ^ (hash >>> 15);
}

export function mix(one: number, other: number): number {
  let hash = Math.imul(one, 0x85ebca6b) ^ Math.imul(other + 0x7f4a7c15, 0xc2b2ae35);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x7feb352d);
  return hash ^ (hash >>> 15);
}

/** Parts of each feature, noted only while weights are trained. */
let noted: Map<number, readonly number[]> | undefined;
export function noteFeatures(): Map<number, readonly number[]> {
  noted = new Map();
  return noted;
}

const interned = new Map<string, number>();
export const partNames = (): Map<number, string> => new Map([...interned].map(([text, hash]) => [hash, text]));

/** The number of a part. Parts are few: word classes, lists, words of the vocabulary. */
export function part(text: string): number {
  let hash = interned.get(text);
  if (hash === undefined) {
    hash = hashOf(text);
    interned.set(text, hash);
  }
  return hash;
}

/** As `part`, of what people type: how a word ends. It is not remembered but for training, since it is a piece of a message. */
export const passing = (text: string): number => (noted === undefined ? hashOf(text) : part(text));

/** Features of one, two and three parts. */
export function feature(one: number): number {
  noted?.set(one, [one]);
  return one;
}

export function pair(one: number, other: number): number {
  const key = mix(one, other);
  noted?.set(key, [one, other]);
  return key;
}

export function triple(one: number, other: number, third: number): number {
  const key = mix(mix(one, other), third);
  noted?.set(key, [one, other, third]);
  return key;
}
