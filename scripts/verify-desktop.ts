// The desktop program: its Rust shell, its pages, and its window on a virtual screen. Apart from `npm run verify`,
// because compiling it the first time takes longer than everything else.
import {
  buildPrerequisites,
  pages,
  shell,
  shellFormatting,
  shellLint,
  shellTests,
  windowPrerequisites,
} from './desktop-steps.ts';
import { otherSystemsSteps } from './other-systems.ts';
import { installPrerequisites } from './prerequisites.ts';
import { client, desktopTypes, runSteps, tests } from './run-steps.ts';

if (process.platform !== 'linux') {
  console.error(
    'The window is looked at under Xvfb, so on Linux only; `npm run build:desktop` builds it anywhere.',
  );
  process.exit(1);
}
try {
  installPrerequisites([...buildPrerequisites, ...windowPrerequisites]);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
runSteps([
  desktopTypes,
  pages,
  shellFormatting,
  shellLint,
  shellTests,
  ...otherSystemsSteps(),
  shell,
  client,
  tests(['apps/rno-desktop/{licences,ui,tests}/**/*.test.ts']),
]);
