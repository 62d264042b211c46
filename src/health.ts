import { timingSafeEqual } from 'node:crypto';
import { type RequestHandler, Router } from 'express';
import type { Connection } from './chat.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

/** `check` rejects where what it names can't be used. */
export interface Readiness {
  readonly name: string;
  readonly check: () => Promise<void>;
}

/**
 * `/healthz`: the process runs. `/readyz`: what it leans on answers. Both for probes, so without sign-in. `more` is shown beside it
 * and doesn't count: no other process would do better where a platform is away.
 */
export function healthRoutes(parts: readonly Readiness[], more: () => object, log: Log): Router {
  const router = Router();
  router.get('/healthz', (_req, res) => {
    res.json({ status: 'ok' });
  });
  router.get('/readyz', async (_req, res) => {
    const states = await Promise.all(
      parts.map(async ({ name, check }) => {
        try {
          await check();
          return [name, 'ok'] as const;
        } catch (error) {
          log.warn('readiness.failed', { kind: name, error });
          return [name, 'unavailable'] as const;
        }
      }),
    );
    const ready = states.every(([, state]) => state === 'ok');
    res
      .status(ready ? 200 : 503)
      .json({ status: ready ? 'ok' : 'unavailable', ...Object.fromEntries(states), ...more() });
  });
  return router;
}

/** How many of them are in each state: no names and ids, since anybody may look. */
export function countStates(connections: readonly Pick<Connection, 'state'>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state } of connections) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

/** `/metrics` for whoever holds METRICS_TOKEN as a bearer token, and else for whoever may see the dashboard. */
export function metricsRoutes(metrics: Metrics, token: string | undefined, gate: readonly RequestHandler[]): Router {
  const router = Router();
  const show: RequestHandler = async (_req, res) => {
    res.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  };
  const expected = Buffer.from(`Bearer ${token}`);
  router.get('/metrics', (req, res, next) => {
    const given = Buffer.from(req.get('authorization') ?? '');
    const known = token !== undefined && given.length === expected.length && timingSafeEqual(given, expected);
    return known ? show(req, res, next) : next();
  });
  router.get('/metrics', ...gate, show);
  return router;
}
