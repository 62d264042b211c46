/** Loaded before `quietword scan` (`node --import`): tells at the end, on descriptor 3, what memory the process took. */
import { writeSync } from 'node:fs';

const REPORT = 3;
const EVERY_MS = 500;

const samples: number[] = [];
setInterval(() => samples.push(process.memoryUsage.rss()), EVERY_MS).unref();
// maxRSS is in kilobytes.
process.on('exit', () => writeSync(REPORT, JSON.stringify({ peak: process.resourceUsage().maxRSS * 1024, samples })));
