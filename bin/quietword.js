#!/usr/bin/env node
import module from 'node:module';

// JavaScript, so that an older Node can read it and say what is wrong before it meets TypeScript.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `Quietword needs Node 22.18 or newer, and this is ${process.versions.node}. ` +
      'Its own copy comes with "npm ci" (an optional package): start it with "npm start" or "npm run quietword -- …", ' +
      'and leave out --omit=optional; or install a newer Node.\n',
  );
  process.exit(1);
}
// Stripped and compiled code is kept in the system's temporary folder: later starts are twice as fast.
module.enableCompileCache();
const { run } = await import('../src/cli.ts');
await run(process.argv);
