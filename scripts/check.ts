// The fast inner loop: types, lint, and the tests that start no other program (those are *.process.test.ts).
import { cachedLint, clientTypes, desktopTypes, runBeside, runSteps, tests, types } from './run-steps.ts';

await runBeside([[cachedLint], [types, clientTypes, desktopTypes]]);
runSteps([
  tests([
    'packages/*/src/**/!(*.process).test.ts',
    'apps/*/{src,ui}/**/!(*.process).test.ts',
    'simulator/**/*.test.ts',
    'scripts/**/!(*.process).test.ts',
  ]),
]);
