/**
 * Number formats come from an organisation's file, so they must not be able to stall the engine. What a number
 * looks like needs no more than characters, classes, groups and counted repeats: everything else is refused,
 * and what is left costs a bounded number of steps at each place it is tried.
 */

const LONGEST_REPEAT = 20;

/** Why the pattern is refused, or undefined where it is fine. */
export function unsafe(pattern: string): string | undefined {
  const bare = pattern.replace(/\\./g, 'x').replace(/\[\^?\]?[^\]]*\]/g, 'x');
  if (/[*+]/.test(bare)) return 'it repeats without end (* or +); count the repeats instead, as in \\d{6,8}';
  if (/\{\d*,\}/.test(bare)) return 'it repeats without end ({n,}); give the most, as in {6,8}';
  if (/\(\?(?!:)/.test(bare))
    return 'it looks ahead, looks behind or names a group; only plain groups (?:…) are allowed';
  if (/\\[1-9]|\\k</.test(pattern)) return 'it refers back to a group';
  if (/\)(?:\{|\?)/.test(bare) && /\([^)]*[{?][^)]*\)[{?]/.test(bare)) return 'it repeats a group that itself repeats';
  for (const [, least, , most] of bare.matchAll(/\{(\d+)(,(\d+))?\}/g))
    if (Number(most ?? least) > LONGEST_REPEAT) return `it repeats more than ${LONGEST_REPEAT} times`;
  try {
    new RegExp(pattern, 'uy');
  } catch {
    return 'it is not a valid regular expression';
  }
  return new RegExp(pattern, 'uy').test('') ? 'it matches nothing at all' : undefined;
}
