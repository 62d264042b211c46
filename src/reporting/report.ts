/** Once a month, in working hours, each manager is told of their teams. Handed over as a notice is: recorded before and after. */
import type { Receipt } from '../chat.ts';
import { nextStep, waitForLater, waitForUnreachable } from '../nudges/handover.ts';
import { nextWorkingMoment } from '../nudges/quiet-hours.ts';
import { type Month, monthsBefore } from '../scores/months.ts';
import { needsRefresher } from '../scores/needs.ts';
import { figuresOf, MONTHS, namesIn, together } from '../scores/period.ts';
import { londonDay } from '../store/counts.ts';
import { claimRun, endRun, seenToUpTo } from '../store/housekeeping.ts';
import { addReports, findReport, type Report, setReport } from '../store/manager-reports.ts';
import { findPublished } from '../store/published.ts';
import type { ReportJob } from '../store/queue.ts';
import { LEASE, type ReportingDesk } from './desk.ts';
import { sayReport } from './say-report.ts';

const PAGE = 500;
/** Nobody is told of a month that is long past: a process may have been away. */
const LATEST_MS = 14 * 86_400_000;

/** Puts the reports of the month that is over into the queue, once each. False where it wasn't our turn. */
export async function sendReports(desk: ReportingDesk, tenant: string): Promise<boolean> {
  const { db, queue, engine, now } = desk;
  const at = now();
  const month = monthsBefore(at, 1)[0] as Month;
  if (nextWorkingMoment(at, engine().policy.nudging) > at || at.getTime() - month.to.getTime() > LATEST_MS)
    return false;
  const published = await seenToUpTo(db, tenant, 'months');
  if (published === null || published < month.to) return false;
  const run = { tenant, job: 'reports', due: month.to } as const;
  if (!(await claimRun(db, run, { now: at, leaseMs: LEASE }))) return false;
  for (let after: string | null = null, more = true; more; ) {
    const last = await db.transaction().execute(async (trx) => {
      const page = await addReports(trx, { tenant, month: month.name, today: londonDay(at), after, most: PAGE });
      await queue.enqueueReports(
        trx,
        page.people.map((person) => ({ tenant, person, month: month.name, attempt: 0 })),
      );
      return page.last;
    });
    more = last !== undefined;
    after = last ?? null;
  }
  await endRun(db, run, { now: at, upTo: month.to });
  return true;
}

/** Tells one manager. */
export async function tellManager(desk: ReportingDesk, job: ReportJob, lastTry: boolean): Promise<void> {
  const report = await takeUp(desk, job, lastTry);
  if (!report) return;
  const notice = await compose(desk, job, report);
  if (!notice) {
    await setReport(desk.db, job, { delivery: 'held' });
    return;
  }
  const adapter = desk.adapters.get(report.platform);
  const receipt: Receipt = adapter
    ? await adapter.sendPrivately(
        { tenant: job.tenant, person: report.user, channel: '', message: '', thread: null },
        notice,
        null,
      )
    : { status: 'later', afterSeconds: 300, reason: 'platform-off' };
  await record(desk, job, report, receipt);
}

/** Marks it as handed over, or undefined where now is not the time, or another job has dealt with it. */
async function takeUp(desk: ReportingDesk, job: ReportJob, lastTry: boolean): Promise<Report | undefined> {
  const { attempt } = job;
  return desk.db.transaction().execute(async (trx) => {
    const report = await findReport(trx, job);
    if (!report) return undefined;
    const open = { kind: 'first', level: 'nudge', resolution: null, answer: null, messages: 1 } as const;
    const step = nextStep({ ...open, delivery: report.delivery, attempts: report.attempts }, attempt, lastTry);
    // It may have arrived, and isn't worth saying twice.
    if (step === 'uncertain') await setReport(trx, job, { delivery: 'uncertain' });
    if (step !== 'send') return undefined;
    const wait = untilTheirTime(desk, report);
    if (wait > 0) {
      await desk.queue.enqueueReports(trx, [job], wait);
      return undefined;
    }
    await setReport(trx, job, { delivery: 'handed', attempts: attempt + 1 });
    return report;
  });
}

/** Seconds until working hours, after their leave. */
function untilTheirTime({ engine, now }: ReportingDesk, { awayUntil }: Report): number {
  const at = now();
  const back = awayUntil !== null && awayUntil > at ? awayUntil : at;
  return Math.ceil((nextWorkingMoment(back, engine().policy.nudging).getTime() - at.getTime()) / 1000);
}

async function compose(desk: ReportingDesk, { tenant, person, month }: ReportJob, report: Report) {
  const { platform, teams } = report;
  const language = report.language ?? 'en';
  const names = monthsUpTo(month);
  const found = await findPublished(desk.db, { tenant, platform }, names, { names: teams, byTopic: true });
  const published = names.map((name) => found.get(name) ?? []);
  const own = together(published, teams, OWN);
  const weak = namesIn(own, 'topic')
    .filter((topic) => desk.topicTitle(topic, language) !== '')
    .map((topic) => ({ topic, ...figuresOf(own, { team: OWN, topic }) }))
    .filter(({ awareness }) => needsRefresher(awareness))
    .sort((a, b) => (a.awareness?.percent ?? 0) - (b.awareness?.percent ?? 0))[0];
  return sayReport(
    {
      id: person,
      language,
      month,
      own: figuresOf(own, { team: OWN, topic: null }),
      all: figuresOf(published, { team: null, topic: null }),
      topic: weak ? desk.topicTitle(weak.topic, language) : null,
      url: `${desk.publicUrl}/teams`,
    },
    desk.engine().policy.wording[language],
  );
}

/** Stands for all of a manager's teams. */
const OWN = 'own';

/** The month and those before it that a share looks back on. */
const monthsUpTo = (month: string): string[] =>
  monthsBefore(new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 2)), MONTHS).map(
    ({ name }) => name,
  );

async function record(desk: ReportingDesk, job: ReportJob, report: Report, receipt: Receipt): Promise<void> {
  const attempts = job.attempt + 1;
  await desk.db.transaction().execute(async (trx) => {
    if (receipt.status === 'accepted') {
      await setReport(trx, job, { delivery: 'sent', via: receipt.via, sent_at: desk.now() });
      return;
    }
    const wait =
      receipt.status === 'later' ? waitForLater(attempts, receipt.afterSeconds) : waitForUnreachable(attempts);
    await setReport(trx, job, { delivery: receipt.status === 'later' && wait !== null ? 'waiting' : 'unreachable' });
    if (wait !== null) await desk.queue.enqueueReports(trx, [{ ...job, attempt: attempts }], wait);
  });
  desk.log.info('report.told', {
    platform: report.platform,
    status: receipt.status,
    ...(receipt.status === 'accepted' ? { via: receipt.via } : { reason: receipt.reason }),
  });
}
