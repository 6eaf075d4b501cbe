#!/usr/bin/env node
// Plain JavaScript on purpose: an older Node must be able to read this far, so that it can hand
// over to the pinned one.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { findPinnedNode } from '../../../scripts/pinned-node.mjs';

const main = new URL('../src/main.ts', import.meta.url);

if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import(main.href);
} else {
  const node = findPinnedNode(createRequire(import.meta.url));
  if (node === undefined) {
    console.error(
      `renderonline needs Node 24 or newer and this is ${process.version}. ` +
        'Run "npm install" in the folder of RenderOnline, which brings its own.',
    );
    process.exit(1);
  }
  const child = spawn(node, [fileURLToPath(main), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.on('SIGINT', () => {});
  child.on('exit', (code, signal) => {
    if (signal) process.kill(process.pid, signal);
    else process.exit(code ?? 1);
  });
}
