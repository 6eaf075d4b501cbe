// What `npm run quickstart` starts: the command of the same name, with RNOClient built for it.
import { ensureClient } from './client-build.ts';

try {
  ensureClient();
} catch (error) {
  // The farm renders without its page, which says itself what is missing.
  console.error((error as Error).message);
}
process.argv.splice(2, 0, 'quickstart');
await import(new URL('../apps/cli/bin/renderonline.mjs', import.meta.url).href);
