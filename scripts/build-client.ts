import { buildClient } from './client-build.ts';

const startedAt = performance.now();
try {
  buildClient();
  console.log(`RNOClient is built (${((performance.now() - startedAt) / 1000).toFixed(1)} s).`);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
