import type { Checked, Draft, Inbound } from './chat.ts';
import type { House } from './house.ts';
import { checked } from './nudges/checked.ts';
import { rewrite } from './policy/index.ts';
import { countCheck } from './store/checks.ts';

/** One draft's journey: judged as it would be if it were posted there, and forgotten. A count is kept, and nothing else. */
export function createCheck({
  engine,
  colleagues,
  db,
  log,
  now,
}: Pick<House, 'engine' | 'colleagues' | 'db' | 'log' | 'now'>): Inbound['onCheck'] {
  return async (draft: Draft): Promise<Checked> => {
    const judging = engine();
    const { text, attachments, audience, readers, guests, language } = draft;
    const message = { text, attachments, audience, colleagues: colleagues(draft.tenant) };
    const verdict = judging.judge(message);
    const made = verdict.level === 'clear' ? undefined : rewrite(judging, message, verdict);
    // A count that is missed must not cost anybody the answer.
    await countCheck(db, draft, verdict.level, now()).catch((error) => log.warn('check.not-counted', { error }));
    const suggestion = made && made.text !== text ? made.text : null;
    const left = made?.verdict.categories ?? [];
    return checked({ verdict, audience, readers, guests, suggestion, left }, judging.policy.wording[language]);
  };
}
