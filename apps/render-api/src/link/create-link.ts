import type { Database } from '@renderonline/database';
import type { Logger } from '@renderonline/runtime';
import { createLogDesk } from '../attempt-logs/log-desk.ts';
import type { Clock } from '../scheduling/clock.ts';
import type { LinkParts } from './link-plugin.ts';
import type { ContentsPlace, LinkSettings } from './link-settings.ts';
import { createLinkTransport } from './link-transport.ts';
import { createProjectHashes } from './machines/project-hashes.ts';
import { createContentNeighbours } from './neighbours/content-neighbours.ts';
import { createFramePublisher } from './outputs/frame-publisher.ts';
import { createStepProjects } from './projects/step-projects.ts';

/** Makes the parts of the machine link. Nothing runs before the scheduler opens the transport. */
export function createLink({
  database,
  clock,
  log,
  settings,
  contentsId,
}: ContentsPlace & {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly settings: {
    readonly link: LinkSettings;
    readonly upload: { readonly minFreeBytes: number };
    readonly maxLogBytes: number;
    readonly scheduling: { readonly maxRenderMs: number; readonly hungAfterMs?: number };
  };
}): LinkParts {
  const { maxRenderMs, hungAfterMs = 15 * 60_000 } = settings.scheduling;
  const hashes = createProjectHashes(database);
  const steps = createStepProjects(database);
  const { maxLogBytes, upload } = settings;
  const logs = createLogDesk({ database, log, maxLogBytes, minFreeBytes: upload.minFreeBytes });
  const neighbours = createContentNeighbours(() => clock.monotonicMs());
  return {
    hashes,
    steps,
    logs,
    neighbours,
    transport: createLinkTransport({
      database,
      clock,
      log,
      hashes,
      steps,
      neighbours,
      followed: logs.followed,
      settings: { ...settings.link, maxRenderMs, hungAfterMs, contentsId },
    }),
    publisher: createFramePublisher({ database, log, nowMs: () => clock.nowMs() }),
  };
}
