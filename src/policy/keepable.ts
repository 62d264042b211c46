import type { EntityEngine } from './engine.ts';
import type { SpanType } from './types.ts';

/** What may not stand in a note that is kept, whatever the verdict. */
const IDENTIFIES: ReadonlySet<SpanType> = new Set([
  'nhs-number',
  'chi-number',
  'hc-number',
  'mrn',
  'ni-number',
  'date-of-birth',
  'address',
  'postcode',
  'phone',
  'email',
]);

/** Whether a few words of somebody's own may be kept: nobody is named in them, colleagues neither, and nothing else points to a person. Pure. */
export function mayBeKept(engine: EntityEngine, words: string): boolean {
  const { level } = engine.judge({ text: words, audience: 'organisation', attachments: [] });
  return (
    level === 'clear' && !engine.mayName(words) && !engine.entities(words).some(({ type }) => IDENTIFIES.has(type))
  );
}
