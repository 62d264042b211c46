/** One contender alone in a process: how long until its first verdict, and what memory it holds. Started by `weigh.ts`. */
import module from 'node:module';

// As bin/quietword.js does; for all contenders alike. The first of the tries fills the cache, and the best one counts.
module.enableCompileCache();
const begun = performance.now();
const { load } = await import('./contenders.ts');
const { loadMessages } = await import('./messages.ts');
const contender = await load(process.argv[2] as string);
if (contender === undefined) process.exit(2);
await contender.judge({ text: 'Mrs Okafor in bed 4 for CT at 2', audience: 'care-team', attachments: [] });
const coldMs = performance.now() - begun;

globalThis.gc?.();
const { heapUsed: loadedHeap, rss: loadedRss } = process.memoryUsage();
for (const message of loadMessages().messages) await contender.judge(message);
globalThis.gc?.();
const { heapUsed, rss } = process.memoryUsage();
process.stdout.write(JSON.stringify({ coldMs, loadedHeap, loadedRss, heapUsed, rss }));
