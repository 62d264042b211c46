import type { Answered } from './requests.ts';

/** Slack shows a fault after three seconds, and the way there and back is part of them. */
const SOON_MS = 800;

/** What Slack is told meanwhile, and how the person hears what came of it. */
export interface Late<A extends Answered> {
  readonly body?: object;
  readonly done: (answered: A) => Promise<void>;
  readonly failed: (error: unknown) => Promise<void>;
}

/**
 * The answer to a press, a form, a shortcut or a command, where it is there soon. Else Slack has its 200, and the work goes on.
 * HAZARD: what was chosen may then not be stored yet. Where it can't be, the person is told; where the process is killed in those
 * seconds, they see that nothing came of it, and choose again. What nobody would say again, a message, never comes this way.
 */
export async function inTime<A extends Answered>(work: Promise<A>, late: Late<A>): Promise<Answered> {
  const soon = await within(SOON_MS, work);
  if (soon) return soon;
  const after = async () => {
    const answered = await work.catch(async (error: unknown) => {
      await late.failed(error);
      throw error;
    });
    await late.done(answered);
  };
  return { ...(late.body ? { body: late.body } : {}), after };
}

/** What it resolves to, or undefined where that takes longer. Rejects as it does. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
