/**
 * The policy engine as a library.
 *
 *   const engine = createEngine(loadPolicy('policies/nhs-england.yaml'));
 *   engine.judge({ text, audience: 'care-team', attachments: [] });
 *
 * `loadPolicy` throws `PolicyError` with one sentence: file, line, reason. `judge` never throws, is synchronous and
 * keeps nothing of a message; offsets are UTF-16 code units into the text as given, end exclusive; confidence is 0 to 1. A verdict
 * is `clear`, `nudge` or `urgent`, with categories, reasons (`REASONS` has the words for each code) and findings. `colleagues` may
 * hold the names of a staff directory, `entities` finds everything whatever the verdict, `rewrite` makes a safer version, and
 * `judgeInThread` reads a reply with what it replies to. `Policy.wording` has the words of the file that the policy names.
 */

export { createEngine, type EntityEngine } from './engine.ts';
export { judgeInThread } from './in-thread.ts';
export { mayBeId, mayBeKept, mayBeListed, mayBeTaught } from './keepable.ts';
export { loadPolicy, parsePolicy, wordingFileOf } from './load.ts';
export type { Mode, Policy } from './policy.ts';
export { PolicyError } from './policy-error.ts';
export { REASONS, type Reason } from './reasons.ts';
export { masked, type Rewrite, rewrite } from './rewrite.ts';
export { namesOfStaff } from './staff-names.ts';
export * from './types.ts';
export type { NeededReason, Wording, Words } from './wording.ts';
