// The fast inner loop: types, lint and the tests that need nothing but Node.
import { lint, runSteps, tests, types } from './run-steps.ts';

runSteps([
  types,
  lint,
  tests(['packages/*/src/**/!(*.mariadb|*.process).test.ts', 'apps/*/src/**/!(*.process).test.ts']),
]);
