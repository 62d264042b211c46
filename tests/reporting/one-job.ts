/** One of the jobs that run by themselves, as a process of its own that a test kills: `one-job.ts ADDRESS JOB TIME`. */
import { createLog } from '../../src/log.ts';
import { openDatabase } from '../../src/store/database.ts';
import { JOBS, type Job } from './jobs.ts';

const [databaseUrl = '', job = '', time = ''] = process.argv.slice(2);
const { db, close } = await openDatabase({ databaseUrl }, createLog('silent'));
await JOBS[job as Job](db, new Date(time));
await close();
