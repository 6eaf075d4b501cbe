import { createProcessIo } from './io/process-io.ts';
import { runCli } from './run-cli.ts';

// Not process.exit: what was written must still reach a pipe. What keeps the process alive after a
// command has returned would be a bug of ours, and the limit below ends it.
const exitLimitMs = 5000;

process.exitCode = await runCli(process.argv.slice(2), createProcessIo());
setTimeout(() => process.exit(), exitLimitMs).unref();
