/** The heart of `quietword scan`: messages in, one a line; verdicts out, one a line, in the same order. Streaming. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import { AUDIENCES, type Audience, type EntityEngine, type Judgeable, type Level } from './policy/index.ts';

export interface ScanOptions {
  readonly engine: EntityEngine;
  /** `jsonl`: an object a line (`id`, `text`, `audience`, `attachments`). `text`: a message a line. */
  readonly format: 'jsonl' | 'text';
  /** For messages that name none. Default `organisation`. */
  readonly audience?: Audience;
  /** Every entity with its confidence, whatever the verdict. */
  readonly entities?: boolean;
  /** Called every thousand messages with their number. */
  readonly onProgress?: (messages: number) => void;
}

export interface ScanResult {
  readonly messages: number;
  readonly badLines: number;
  readonly byLevel: Readonly<Record<Level, number>>;
}

const LINE = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  text: z.string(),
  audience: z.enum(AUDIENCES).optional(),
  attachments: z.array(z.object({ name: z.string(), type: z.string() })).default([]),
});

const PROGRESS_EVERY = 1000;
/** Lines are handed to the stream in batches of about this many characters; one write a line is half the speed. */
const BATCH = 1 << 16;

/** A bad line is told on `errors` by its number, never by its words; the others go on. */
export async function scan(
  input: Readable,
  output: Writable,
  errors: Writable,
  options: ScanOptions,
): Promise<ScanResult> {
  const byLevel: Record<Level, number> = { clear: 0, nudge: 0, urgent: 0 };
  let messages = 0;
  let badLines = 0;
  let number = 0;
  let pending = '';
  const flush = async (): Promise<void> => {
    const chunk = pending;
    pending = '';
    if (chunk !== '' && !output.write(chunk)) await once(output, 'drain');
  };
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (line.trim() === '') continue;
    const message = options.format === 'text' ? { id: number, text: line, attachments: [] } : parsed(line);
    if (typeof message === 'string') {
      badLines++;
      errors.write(`line ${number}: ${message}\n`);
      continue;
    }
    const { id = number, text, attachments } = message;
    const audience = ('audience' in message ? message.audience : undefined) ?? options.audience ?? 'organisation';
    const answer = judged(options, id, { text, audience, attachments });
    byLevel[answer.verdict]++;
    messages++;
    pending += `${JSON.stringify(answer)}\n`;
    if (pending.length >= BATCH) await flush();
    if (messages % PROGRESS_EVERY === 0) options.onProgress?.(messages);
  }
  await flush();
  return { messages, badLines, byLevel };
}

function parsed(line: string): z.infer<typeof LINE> | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'not valid JSON';
  }
  const result = LINE.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  return `${issue?.path.join('.') || 'the line'} is not as it should be`;
}

interface Answer {
  readonly id: string | number;
  readonly verdict: Level;
  readonly categories: readonly string[];
  readonly spans: readonly object[];
  readonly reasons: readonly string[];
  readonly entities?: readonly object[];
}

function judged({ engine, entities }: ScanOptions, id: string | number, message: Judgeable): Answer {
  const { level, categories, findings, reasons } = engine.judge(message);
  const answer = {
    id,
    verdict: level,
    categories,
    spans: findings.map(({ start, end, type }) => ({ start, end, type })),
    reasons,
  };
  return entities === true ? { ...answer, entities: engine.entities(message.text) } : answer;
}
