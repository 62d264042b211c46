import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/setup.ts'],
    // Above `SOON` of tests/soon.ts, so that what did not come is said by name.
    testTimeout: 150_000,
    hookTimeout: 150_000,
    expect: { poll: { timeout: 120_000 } },
    // Vitest leaves a core idle, and of two uses one; yet journeys mostly wait, for a process to die or for nothing to come.
    maxWorkers: availableParallelism() + 1,
    // Files share their worker's process: to load the program, the engine's weights and PGlite anew for each took half of their time.
    isolate: false,
    // So what one changes for a test is put back after it.
    restoreMocks: true,
    unstubEnvs: true,
    // Loaded by Node itself, as the program is.
    experimental: { viteModuleRunner: false, nodeLoader: false },
  },
});
