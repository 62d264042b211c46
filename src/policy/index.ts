/**
 * The policy engine as a library.
 *
 *   const engine = createEngine(loadPolicy('policies/nhs-england.yaml'));
 *   engine.judge({ text, audience: 'care-team', attachments: [] });
 *
 * `loadPolicy` throws `PolicyError` with one sentence: file, line, reason. `judge` never throws, is synchronous and
 * keeps nothing; offsets are UTF-16 code units into the text as given, end exclusive; confidence is 0 to 1.
 */
export { createEngine, type EntityEngine } from './engine.ts';
export { judgeInThread } from './in-thread.ts';
export { loadPolicy, PolicyError, parsePolicy } from './load.ts';
export type { Mode, Policy } from './policy.ts';
export { REASONS, type Reason } from './reasons.ts';
export { type Rewrite, rewrite } from './rewrite.ts';
export * from './types.ts';
