import { createSimulator, type Simulator } from '../../../src/adapters/simulator/adapter.ts';
import type { OnMessage } from '../../../src/chat.ts';
import { createLog } from '../../../src/log.ts';
import type { Db } from '../../../src/store/database.ts';
import { serveDashboard } from '../../dashboard/serve.ts';

/** The simulator behind the dashboard's gate, over real HTTP. No page of it asks the database. */
export async function serveSimulator(
  onMessage: OnMessage,
): Promise<{ url: string; simulator: Simulator; stop(): Promise<void> }> {
  let simulator: Simulator | undefined;
  const site = await serveDashboard(undefined as unknown as Db, {
    more: ({ render }) => {
      simulator = createSimulator({ onMessage, render, log: createLog('silent') });
      return simulator.routes();
    },
  });
  if (!simulator) throw new Error('not started');
  return { ...site, simulator };
}
