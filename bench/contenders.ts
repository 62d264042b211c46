/** Who takes part, each with its own defaults. A contender is loaded only when asked for, so that a child can weigh it alone. */
import type { Judgeable } from '../src/policy/index.ts';
import { floor } from './floor.ts';
import { POLICY } from './messages.ts';

export interface Contender {
  readonly name: string;
  /** A promise only where the detector has no other way. */
  readonly judge: (message: Judgeable) => unknown;
  readonly isAsync: boolean;
}

type Load = () => Promise<Omit<Contender, 'name'>>;

const sync = (judge: (message: Judgeable) => unknown) => ({ judge, isAsync: false });

export const OURS = 'quietword';
export const FLOOR = 'RegExp floor';

const LOADS: Readonly<Record<string, Load>> = {
  [OURS]: async () => {
    const { createEngine, loadPolicy } = await import('../src/policy/index.ts');
    const engine = createEngine(loadPolicy(POLICY));
    return sync((message) => engine.judge(message));
  },
  [FLOOR]: async () => sync(({ text }) => floor(text)),
  compromise: async () => {
    const { default: nlp } = await import('compromise');
    return sync(({ text }) => nlp(text).people().json({ offset: true }));
  },
  'redact-pii': async () => {
    const { SyncRedactor } = await import('redact-pii');
    const redactor = new SyncRedactor();
    return sync(({ text }) => redactor.redact(text));
  },
  openredaction: async () => {
    const { OpenRedaction } = await import('openredaction');
    const redactor = new OpenRedaction();
    return { judge: ({ text }) => redactor.detect(text), isAsync: true };
  },
  '@redactpii/node': async () => {
    const { Redactor } = await import('@redactpii/node');
    const redactor = new Redactor();
    return sync(({ text }) => redactor.redact(text));
  },
};

export const NAMES: readonly string[] = Object.keys(LOADS);

export const MISSING =
  'The detectors to compare with are missing: run `npm ci --prefix bench` first. Going on without them.';

/** Nothing where the package is not installed. */
export async function load(name: string): Promise<Contender | undefined> {
  try {
    return { name, ...(await (LOADS[name] as Load)()) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
