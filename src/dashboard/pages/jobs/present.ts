import type { QueueState } from '../../../store/dead-letters.ts';
import { tabsFor } from '../admin/tabs.ts';

const COUNT = new Intl.NumberFormat('en-GB');

const QUEUE_WORDS: Readonly<Record<string, string>> = {
  notices: 'Private notices',
  'follow-ups': 'Reminders, and what goes on the triage list',
  quizzes: 'Questions of the week',
  refreshers: 'Refreshers',
  reports: 'Monthly reports to managers',
};

export function presentJobs(queues: readonly QueueState[], redriven: number | null, error: string | null) {
  const failed = queues.reduce((all, { dead }) => all + dead, 0);
  return {
    tabs: tabsFor('/admin/jobs'),
    failed:
      failed === 0
        ? 'No job has failed.'
        : failed === 1
          ? '1 job has failed.'
          : `${COUNT.format(failed)} jobs have failed.`,
    queues: queues.map(({ name, ready, later, active, dead }) => ({
      name,
      text: QUEUE_WORDS[name] ?? name,
      ready: COUNT.format(ready),
      later: COUNT.format(later),
      active: COUNT.format(active),
      dead: COUNT.format(dead),
      any: dead > 0,
    })),
    redriven:
      redriven === null
        ? null
        : redriven === 1
          ? '1 job was started again.'
          : `${COUNT.format(redriven)} jobs were started again.`,
    error,
  };
}
