import { createSimulator, type Simulator } from '../../../src/adapters/simulator/adapter.ts';
import type { Inbound, PrivateNotice } from '../../../src/chat.ts';
import { createLog } from '../../../src/log.ts';
import { serveDashboard } from '../../dashboard/serve.ts';
import { onPglite } from '../../databases.ts';

export const ANNOUNCEMENT = 'Quietword is in this channel. It keeps no messages.';

/** The simulator behind the dashboard's gate, over real HTTP. What isn't given may not be called. */
export async function serveSimulator(
  inbound: Partial<Inbound>,
): Promise<{ url: string; simulator: Simulator; stop(): Promise<void> }> {
  let simulator: Simulator | undefined;
  const unwanted = () => Promise.reject(new Error('not wanted in this test'));
  // The gate asks it for the people of the simulator.
  const database = await onPglite();
  const site = await serveDashboard((await database.open()).db, {
    more: ({ render }) => {
      simulator = createSimulator({
        inbound: {
          onMessage: unwanted,
          onAnswer: unwanted,
          onCheck: unwanted,
          onReport: unwanted,
          onLanguage: unwanted,
          onWish: unwanted,
          onRefresher: unwanted,
          onStaff: async () => {},
          ...inbound,
        },
        announcement: () => ANNOUNCEMENT,
        render,
        log: createLog('silent'),
      });
      return simulator.routes();
    },
  });
  if (!simulator) throw new Error('not started');
  return {
    ...site,
    simulator,
    async stop() {
      await site.stop();
      await database.drop();
    },
  };
}

/** A private word as the core would hand it over. */
export function notice(change: Partial<PrivateNotice> = {}): PrivateNotice {
  return {
    incident: 'i1',
    kind: 'first',
    level: 'nudge',
    language: 'en',
    heading: 'A quiet word',
    paragraphs: ['18 people can read this channel.', 'Your message seems to have a name.'],
    suggestion: null,
    choices: [],
    asks: null,
    ...change,
  };
}

export const CHOICES = [
  { action: 'fixed', label: 'I’ve fixed it', style: 'primary' },
  { action: 'safer', label: 'Show me a safer version', style: 'plain' },
  { action: 'not-patient', label: 'It isn’t about a patient', style: 'plain' },
  { action: 'needed', label: 'It’s needed here', style: 'plain' },
  { action: 'why', label: 'Why?', style: 'plain' },
] as const;
