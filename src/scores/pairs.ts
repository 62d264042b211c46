/** More are not looked at: it errs towards no. */
const MOST = 40;

/**
 * Whether `wanted` pairs can be made, each of one from either side who suit each other, and nobody in two pairs (augmenting paths: who has a
 * partner already makes way for another where they find one themselves).
 */
export function canPair<One>(
  left: readonly One[],
  right: readonly One[],
  suits: (one: One, other: One) => boolean,
  wanted: number,
): boolean {
  const others = right.slice(0, MOST);
  const partner = new Map<One, One>();
  const pairUp = (one: One, tried: Set<One>): boolean =>
    others.some((other) => {
      if (tried.has(other) || !suits(one, other)) return false;
      tried.add(other);
      const before = partner.get(other);
      if (before !== undefined && !pairUp(before, tried)) return false;
      partner.set(other, one);
      return true;
    });
  for (const one of left.slice(0, MOST)) {
    pairUp(one, new Set());
    if (partner.size >= wanted) return true;
  }
  return false;
}
