// Everything: what CI runs and what a change must pass. Installs what it needs, skips nothing.
import { installPrerequisites } from './prerequisites.ts';
import { client, clientTypes, formatting, lint, runSteps, tests, types } from './run-steps.ts';

try {
  installPrerequisites();
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
runSteps([
  formatting,
  lint,
  types,
  clientTypes,
  client,
  tests([
    'packages/*/src/**/*.test.ts',
    'apps/*/src/**/*.test.ts',
    'simulator/**/*.test.ts',
    'scripts/**/*.test.ts',
    'tests/**/*.test.ts',
  ]),
]);
