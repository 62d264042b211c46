import { vi } from 'vitest';

/**
 * How long anything that must come is waited for, in milliseconds. Longer than the queue needs to notice that a process died
 * with its job, on a machine that is busy with all other tests: what comes ends the wait, so only a failure takes so long.
 */
export const SOON = { timeout: 120_000, interval: 50 };

/** Resolves to what `look` gives, once it no longer throws or rejects. Rejects with its last error after `SOON`. */
export const soon = <T>(look: () => T | Promise<T>): Promise<T> => vi.waitFor(look, SOON);
