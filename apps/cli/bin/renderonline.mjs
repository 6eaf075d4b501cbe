#!/usr/bin/env node
// Plain JavaScript on purpose: an older Node must be able to read this far, so that it can hand
// over to the pinned one.
import { spawn } from 'node:child_process';
import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { findNode } from '../../../scripts/pinned-node.mjs';

const main = new URL('../src/main.ts', import.meta.url);

if (Number(process.versions.node.split('.')[0]) >= 24) {
  // Types are stripped and modules compiled once, not at every start.
  nodeModule.enableCompileCache();
  // V8 would let the young generation grow, and with it the network buffers that wait to be collected: an
  // upload of 2 GiB took 250 MiB of memory at its peak. Held at a few MiB it takes 75 less, and thousands of
  // leases a second still do not spend their time on collecting.
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--min-semi-space-size=4');
  await import(main.href);
} else {
  const found = findNode(nodeModule.createRequire(import.meta.url));
  if (found.path === undefined) {
    console.error(found.problem);
    process.exit(1);
  }
  const child = spawn(found.path, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.on('SIGINT', () => {});
  child.on('exit', (code, signal) => {
    if (signal) process.kill(process.pid, signal);
    else process.exit(code ?? 1);
  });
}
