import { Counter, collectDefaultMetrics, Registry } from 'prom-client';
import type { Platform } from './chat.ts';
import type { Audience, Level } from './policy/types.ts';

/** Counters for Prometheus. Labels are kinds only: no tenant, channel or person. */
export interface Metrics {
  readonly registry: Registry;
  judged(platform: Platform, audience: Audience, level: Level): void;
  noticeStep(platform: Platform, step: string): void;
  putRight(platform: Platform, how: 'edited' | 'deleted'): void;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers: [registry] });
  const judged = counter('quietword_messages_judged_total', 'Messages judged', ['platform', 'audience', 'level']);
  const steps = counter('quietword_notice_steps_total', 'Steps of private notices', ['platform', 'step']);
  const putRight = counter('quietword_put_right_total', 'Flagged messages put right by their poster', [
    'platform',
    'how',
  ]);
  return {
    registry,
    judged: (platform, audience, level) => judged.inc({ platform, audience, level }),
    noticeStep: (platform, step) => steps.inc({ platform, step }),
    putRight: (platform, how) => putRight.inc({ platform, how }),
  };
}
