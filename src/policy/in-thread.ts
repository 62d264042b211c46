import { type Engine, type Judgeable, LEVELS, type Level, type Verdict } from './types.ts';

/**
 * Judges a reply with what was said before it in its thread: "and she's HIV positive" is about somebody
 * after "Mrs Okafor". Earlier messages count only where the reply speaks of a person, and only when it
 * is the reply that makes it worse; what was told of the earlier message isn't told again. Pure.
 * `earlier`: the texts, oldest first. Findings are the reply's own.
 */
export function judgeInThread(engine: Engine, message: Judgeable, earlier: readonly string[]): Verdict {
  const alone = engine.judge(message);
  if (alone.level === 'urgent' || earlier.length === 0 || !SPEAKS_OF_SOMEONE.test(message.text)) return alone;

  const before = subjects(engine, message, earlier.join('\n'));
  const context = `${before.text}\n`;
  const together = engine.judge({ ...message, text: context + message.text });
  if (rank(together.level) <= Math.max(rank(alone.level), rank(before.level))) return alone;
  return {
    ...together,
    reasons: [...together.reasons, 'in-thread'],
    findings: together.findings
      .filter(({ start }) => start >= context.length)
      .map((finding) => ({ ...finding, start: finding.start - context.length, end: finding.end - context.length })),
  };
}

const SPEAKS_OF_SOMEONE =
  /(?<![\p{L}\p{N}])(?:s?he|her|hers|his|him|they|them|their|theirs|(?:s?he|they)['’](?:s|re|d|ll|ve)|pt|patient|resident|client|mum|dad|baby|lady|gent|gentleman|chap)(?![\p{L}\p{N}])/iu;

/** Where the earlier messages were flagged, only who they are about: else what was said there would count again. */
function subjects(engine: Engine, message: Judgeable, text: string): { text: string; level: Level } {
  const before = { ...message, attachments: [] };
  const verdict = engine.judge({ ...before, text });
  if (verdict.level === 'clear') return { text, level: 'clear' };
  // As somebody would say it: names alone are no sentence, and read as a list of colleagues.
  const who = `${verdict.findings.map(({ start, end }) => text.slice(start, end)).join(' and ')} rang.`;
  return { text: who, level: engine.judge({ ...before, text: who }).level };
}

const rank = (level: Level): number => LEVELS.indexOf(level);
