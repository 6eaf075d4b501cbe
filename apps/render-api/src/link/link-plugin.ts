import { linkPath } from '@renderonline/contract';
import type { Database } from '@renderonline/database';
import { domainError } from '@renderonline/domain';
import type { Logger } from '@renderonline/runtime';
import type { FastifyInstance } from 'fastify';
import type { LogDesk } from '../attempt-logs/log-desk.ts';
import type { FramePublisher } from '../machines/frame-publisher.ts';
import type { ProjectParts } from '../projects/create-project-parts.ts';
import type { Clock } from '../scheduling/clock.ts';
import type { Scheduler } from '../scheduling/scheduler.ts';
import type { UploadSettings } from '../settings/render-api-settings.ts';
import { acceptLinks } from './connection/accept-links.ts';
import { requireMachine } from './credentials/require-machine.ts';
import { connectionLimits, type LinkSettings } from './link-settings.ts';
import { logRoute } from './logs/log-route.ts';
import type { LinkTransport } from './link-transport.ts';
import type { ProjectHashes } from './machines/project-hashes.ts';
import type { ContentNeighbours } from './neighbours/content-neighbours.ts';
import { outputRoute } from './outputs/output-route.ts';
import type { StagingRegister } from './outputs/frame-publisher.ts';
import { pairRoute } from './pairing/pair-route.ts';
import { manifestRoutes } from './projects/manifest-routes.ts';
import { projectRoute } from './projects/project-route.ts';
import type { StepProjects } from './projects/step-projects.ts';

/** The machine link as start.ts puts it together, for the HTTP side to open it to machines. */
export interface LinkParts {
  readonly transport: LinkTransport;
  readonly publisher: FramePublisher & StagingRegister;
  readonly hashes: ProjectHashes;
  readonly steps: StepProjects;
  readonly logs: LogDesk;
  readonly neighbours: ContentNeighbours;
}

export interface LinkPluginDependencies {
  readonly link: LinkParts;
  readonly projects: Pick<ProjectParts, 'contents' | 'manifests'>;
  readonly database: Database;
  readonly scheduler: Pick<Scheduler, 'isLeader' | 'leaseOf' | 'leasesOfMachine'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly settings: {
    readonly link: LinkSettings;
    readonly upload: UploadSettings;
    readonly requestBodyTimeoutMs: number;
  };
}

/** Everything below /renderapi/link. */
export async function linkPlugin(app: FastifyInstance, dependencies: LinkPluginDependencies): Promise<void> {
  const { link, projects, database, scheduler, clock, log, settings } = dependencies;
  acceptLinks(app.server, {
    transport: link.transport,
    database,
    log,
    limits: connectionLimits,
    maxConnections: settings.link.maxConnections,
  });
  // The server would wait for every open link. Their leases stay: the machines come back to the next RenderAPI.
  app.addHook('preClose', () => link.transport.close());

  await app.register(
    (routes, _options, done) => {
      routes.get('/', { schema: { hide: true } }, () => {
        throw domainError('link-version-unknown', 'Machines open a WebSocket here; there is nothing else.');
      });
      pairRoute(routes, {
        database,
        requestBodyTimeoutMs: settings.requestBodyTimeoutMs,
        nowMs: () => clock.nowMs(),
        monotonicMs: () => clock.monotonicMs(),
      });
      done();
    },
    { prefix: linkPath },
  );
  await app.register(
    (routes, _options, done) => {
      requireMachine(routes, database);
      const { hashes, steps, neighbours } = link;
      projectRoute(routes, { database, scheduler, hashes, neighbours });
      const nowMs = () => clock.nowMs();
      manifestRoutes(routes, { database, scheduler, projects, steps, neighbours, nowMs });
      const { upload } = settings;
      const { maxOutputBytes } = settings.link;
      outputRoute(routes, { database, scheduler, publisher: link.publisher, upload, maxOutputBytes });
      const { requestBodyTimeoutMs } = settings;
      logRoute(routes, { desk: link.logs, scheduler, requestBodyTimeoutMs });
      done();
    },
    { prefix: linkPath },
  );
}
