// The fast inner loop: types, lint, and the tests that start no other program (those are *.process.test.ts).
import { cachedLint, clientTypes, runSteps, tests, types } from './run-steps.ts';

runSteps([
  types,
  clientTypes,
  cachedLint,
  tests([
    'packages/*/src/**/!(*.process).test.ts',
    'apps/*/src/**/!(*.process).test.ts',
    'simulator/**/*.test.ts',
    'scripts/**/!(*.process).test.ts',
  ]),
]);
