// Everything: what CI runs and what a change must pass. Installs what it needs, skips nothing.
import { installPrerequisites } from './prerequisites.ts';
import {
  client,
  clientTypes,
  desktopTypes,
  formatting,
  lint,
  runBeside,
  runSteps,
  tests,
  types,
} from './run-steps.ts';

try {
  installPrerequisites();
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
// Lint takes as long as all the others.
await runBeside([[lint], [formatting, types, clientTypes, desktopTypes, client]]);
runSteps([
  tests([
    'packages/*/src/**/*.test.ts',
    'apps/*/{src,ui,build}/**/*.test.ts',
    'simulator/**/*.test.ts',
    'scripts/**/*.test.ts',
    'tests/**/*.test.ts',
  ]),
]);
