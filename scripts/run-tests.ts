// `node scripts/run-tests.ts GLOB…`: Node's own test runner over files, in an order of its own.
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { root } from './run-steps.ts';

/**
 * One more than the cores of a small computer, for the longest tests wait for other programs most of the time. Those go
 * first: then the many short ones fill what they leave, and nothing long is left for the end.
 */
const concurrency = 3;
/** A test that waits for what never comes fails with its name instead of stopping the run. */
const testLimitMs = 300_000;

/** Whole farms, then tests that start a program, then the others. */
function lengthOf(file: string): number {
  if (file.startsWith('tests/')) return 2;
  return file.endsWith('.process.test.ts') ? 1 : 0;
}

const files = globSync(process.argv.slice(2), { cwd: root }).sort(
  (one, other) => lengthOf(other) - lengthOf(one) || one.localeCompare(other),
);
if (files.length === 0) throw new Error(`No tests are called like ${process.argv.slice(2).join(' ')}`);
run({ files: files.map((file) => join(root, file)), cwd: root, concurrency, timeout: testLimitMs })
  .on('test:fail', () => {
    process.exitCode = 1;
  })
  .compose(new spec())
  .pipe(process.stdout);
