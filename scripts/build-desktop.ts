// Builds the desktop program into apps/rno-desktop/target/release.
import { buildPrerequisites, pages, shell } from './desktop-steps.ts';
import { installPrerequisites } from './prerequisites.ts';
import { runSteps } from './run-steps.ts';

try {
  installPrerequisites(buildPrerequisites);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
runSteps([pages, shell]);
