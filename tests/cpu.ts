/** What `work` costs this thread, in milliseconds: on a busy machine it takes longer by the clock and hardly more by this. */
export function cpuMs(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
