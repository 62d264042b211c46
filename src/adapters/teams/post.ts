import type { Call } from './connector.ts';
import { type Answer, type Refusal, readFault, readRefusal } from './errors.ts';
import type { Pace } from './pace.ts';

/** One message of ours on its way, at the pace that Teams allows. */
export interface Letter {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly body: object;
  /** Whose pace counts. */
  readonly thread: string;
  /** Whether only one person is in it: what is too much there is too much altogether. */
  readonly alone: boolean;
  /** Whether sent twice it would be the same. */
  readonly repeatable: boolean;
}

/** What became of it: what Teams said, or why it wasn't taken. Throws `OutcomeUnknown` where that can't be known. */
export type Post = (letter: Letter) => Promise<{ readonly status: 'taken'; readonly body: unknown } | Refusal>;

export function createPost(call: Call, pace: Pace): Post {
  return async ({ method, path, body, thread, alone, repeatable }) => {
    const wait = await pace.turn(thread);
    if (wait !== null) return { status: 'later', afterSeconds: wait, reason: 'own_pace' };
    let answer: Answer;
    try {
      answer = await call(method, path, body);
    } catch (error) {
      return readFault(error, repeatable);
    }
    if (answer.status >= 200 && answer.status < 300) return { status: 'taken', body: answer.body };
    const refusal = readRefusal(answer, repeatable);
    if (answer.status === 429 && refusal.status === 'later') pace.rest(alone ? null : thread, refusal.afterSeconds);
    return refusal;
  };
}
