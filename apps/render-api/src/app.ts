import { randomUUID } from 'node:crypto';
import cors from '@fastify/cors';
import { replayedHeader, taskIdHeader, uploadsPath } from '@renderonline/contract';
import type { Database } from '@renderonline/database';
import type { Logger } from '@renderonline/runtime';
import Fastify, { LogController, type FastifyInstance } from 'fastify';
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import { administrationRoutes } from './administration/administration-routes.ts';
import { createLogDesk } from './attempt-logs/log-desk.ts';
import { v2LogRoutes } from './attempt-logs/v2-log-routes.ts';
import { createAuthenticator, type Authenticator } from './authentication/authenticator.ts';
import { requireUser } from './authentication/require-user.ts';
import { createStreamGuard } from './authentication/stream-guard.ts';
import { v2EventRoutes } from './events/event-routes.ts';
import { createFarmEvents } from './events/farm-events.ts';
import { tellingScheduler } from './events/telling-scheduler.ts';
import { v2EngineRoutes } from './engines/v2-routes.ts';
import { healthRoutes } from './health/health-routes.ts';
import { answerBeforeBody } from './http/answer-before-body.ts';
import { logRequests } from './http/log-requests.ts';
import { replyWithProblems } from './http/problem-reply.ts';
import { v2MachineRoutes } from './machine-list/v2-routes.ts';
import { v2StorageRoutes } from './retention/v2-routes.ts';
import { v2StatisticsRoutes } from './statistics/v2-routes.ts';
import { describeRoutes } from './openapi/describe-routes.ts';
import { referenceRoutes } from './openapi/reference/reference-routes.ts';
import { linkPlugin, type LinkParts } from './link/link-plugin.ts';
import { systemClock } from './scheduling/clock.ts';
import { bundleRoute } from './projects/bundles/bundle-route.ts';
import { createProjectParts, type ProjectParts } from './projects/create-project-parts.ts';
import { tusAbilities, tusResponseHeaders } from './projects/uploads/tus-headers.ts';
import { uploadRoutes } from './projects/uploads/upload-routes.ts';
import { v2ProjectRoutes } from './projects/v2-project-routes.ts';
import type { Scheduler } from './scheduling/scheduler.ts';
import type { RenderApiSettings } from './settings/render-api-settings.ts';
import { enqueueRoute } from './tasks/enqueue/enqueue-route.ts';
import { createTaskTurns, type TaskTurns } from './tasks/task-turns.ts';
import { v2TaskTemplateRoutes } from './task-templates/v2-routes.ts';
import { v1Routes } from './tasks/v1-routes.ts';
import { v2SubmitRoute } from './tasks/enqueue/v2-submit-route.ts';
import { createArchiveShares } from './tasks/task-archive.ts';
import { v2ArchiveRoutes } from './tasks/v2-archive-route.ts';
import { v2EstimateRoute } from './tasks/estimate/v2-estimate-route.ts';
import { v2ChangeRoutes } from './tasks/v2-change-routes.ts';
import { v2DetailRoutes } from './tasks/v2-detail-routes.ts';
import { v2EndRoutes } from './tasks/v2-end-routes.ts';
import { v2StreamRoutes } from './tasks/v2-stream-routes.ts';
import { v2TaskRoutes } from './tasks/v2-routes.ts';
import { logInRoutes } from './sessions/log-in-routes.ts';
import { sessionRoutes } from './sessions/session-routes.ts';
import { createWebSessions } from './sessions/web-sessions.ts';
import { createSetupDesk, type SetupDesk } from './setup/setup-desk.ts';
import { setupRoutes } from './setup/setup-routes.ts';
import { v2ThumbnailRoutes } from './thumbnails/v2-routes.ts';
import { v2StepRoute } from './tasks/steps/v2-step-route.ts';
import { v2VideoRoute } from './tasks/video/v2-video-route.ts';
import { webhookRoutes } from './webhooks/webhook-routes.ts';
import { webClient } from './web-client/web-client.ts';
import type { PemPair } from './tls/pem-pair.ts';
import { version } from './version.ts';

export interface AppDependencies {
  readonly settings: Pick<
    RenderApiSettings,
    | 'allowedOrigins'
    | 'allowsScripts'
    | 'certificate'
    | 'clientDirectory'
    | 'configurationPath'
    | 'connectionIdleTimeoutMs'
    | 'effective'
    | 'events'
    | 'farmName'
    | 'link'
    | 'maxFramesPerTask'
    | 'projects'
    | 'maxLogBytes'
    | 'requestBodyTimeoutMs'
    | 'retention'
    | 'thumbnails'
    | 'upload'
  >;
  readonly database: Database;
  readonly scheduler: Scheduler;
  readonly log: Logger;
  readonly nowMs: () => number;
  /** The way for machines that connect to us; without it there is none. */
  readonly link?: LinkParts;
  /** What projects of several files are kept with; made from the settings unless given. */
  readonly projects?: ProjectParts;
  /** HTTPS when given. */
  readonly certificate?: PemPair | undefined;
  /** Shared with whatever else changes tasks; of its own unless given. */
  readonly turns?: TaskTurns;
  /** Who may set up a farm without users; of its own unless given. */
  readonly setup?: SetupDesk;
  /** Made from the database unless given. */
  readonly authenticator?: Authenticator;
}

/** RenderAPI's HTTP side, complete but not listening: `await app.ready()`, then inject or listen. */
export async function createApp(dependencies: AppDependencies): Promise<FastifyInstance> {
  const { settings, database, scheduler, log, nowMs } = dependencies;
  const app = createServer(dependencies);
  const monotonicMs = (): number => systemClock.monotonicMs();
  const authenticator = dependencies.authenticator ?? createAuthenticator({ database, log, monotonicMs });

  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  // Our handlers are typed by the same schemas; a second serializer would only be a second opinion.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  const page = settings.clientDirectory === null ? undefined : await webClient(app, settings.clientDirectory);
  replyWithProblems(app, page);
  leaveBodiesUnread(app);
  logRequests(app);
  answerBeforeBody(app, {
    maxBytes: settings.upload.drainBytes,
    timeoutMs: settings.upload.drainMs,
    idleTimeoutMs: settings.upload.idleTimeoutMs,
  });
  tellTusAbilities(app, settings.upload);
  await allowOrigins(app, settings.allowedOrigins);
  await describeRoutes(app, version);
  referenceRoutes(app);

  const { maxLogBytes, upload } = settings;
  const desk =
    dependencies.link?.logs ??
    createLogDesk({ database, log, maxLogBytes, minFreeBytes: upload.minFreeBytes });
  await app.register((plain, _options, done) => {
    healthRoutes(plain, { ...settings, database, scheduler });
    done();
  });
  const parts = dependencies.projects ?? (await createProjectParts({ database, settings, log, nowMs }));
  app.addHook('onClose', () => parts.shelf.close());
  const { events } = settings;
  const farmEvents = createFarmEvents({
    ...{ database, scheduler, log, clock: systemClock, heartbeatMs: events.heartbeatMs },
    ...{ maxBytes: events.historyBytes, maxEvents: 100_000 },
  });
  const sessions = createWebSessions({ database, nowMs });
  const guard = createStreamGuard({ database, log, clock: systemClock });
  app.addHook('onClose', async () => {
    guard.close();
  });
  const shared = {
    ...settings,
    ...{ database, log, nowMs, authenticator, sessions, farmEvents, guard, contents: parts.contents },
    scheduler: tellingScheduler(scheduler, farmEvents),
    turns: dependencies.turns ?? createTaskTurns(),
    archives: createArchiveShares(),
  };
  await app.register(
    (v1, _options, done) => {
      v1Routes(v1, shared);
      done();
    },
    { prefix: '/renderapi/v1' },
  );
  await app.register(
    (v1, _options, done) => {
      enqueueRoute(v1, shared);
      done();
    },
    { prefix: '/renderapi/v1' },
  );
  await app.register(
    (v2, _options, done) => {
      logInRoutes(v2, { ...shared, monotonicMs });
      done();
    },
    { prefix: '/renderapi/v2' },
  );
  await app.register(
    (v2, _options, done) => {
      requireUser(v2, authenticator, sessions);
      webhookRoutes(v2, shared);
      done();
    },
    { prefix: '/renderapi/v2' },
  );
  const setup = dependencies.setup ?? createSetupDesk({ database, log });
  await app.register(
    (v2, _options, done) => {
      setupRoutes(v2, { ...shared, setup, monotonicMs });
      done();
    },
    { prefix: '/renderapi/v2' },
  );
  await app.register(
    (v2, _options, done) => {
      requireUser(v2, authenticator, sessions);
      sessionRoutes(v2, shared);
      v2EngineRoutes(v2, shared);
      v2TaskRoutes(v2, shared);
      v2DetailRoutes(v2, shared);
      v2StreamRoutes(v2, shared);
      v2ArchiveRoutes(v2, shared);
      v2LogRoutes(v2, { ...shared, desk });
      v2ThumbnailRoutes(v2, shared);
      v2EventRoutes(v2, shared);
      v2StatisticsRoutes(v2, shared);
      v2StorageRoutes(v2, shared);
      v2MachineRoutes(v2, shared);
      done();
    },
    { prefix: '/renderapi/v2' },
  );
  await app.register(
    (admin, _options, done) => {
      requireUser(admin, authenticator, sessions);
      administrationRoutes(admin, shared);
      done();
    },
    { prefix: '/renderapi/v2/admin' },
  );
  await app.register(
    (v2, _options, done) => {
      requireUser(v2, authenticator, sessions);
      v2ChangeRoutes(v2, shared);
      done();
    },
    { prefix: '/renderapi/v2' },
  );
  await app.register(
    (v2, _options, done) => {
      requireUser(v2, authenticator, sessions);
      v2EndRoutes(v2, shared);
      done();
    },
    { prefix: '/renderapi/v2' },
  );
  await app.register(
    (v2, _options, done) => {
      requireUser(v2, authenticator, sessions);
      v2ProjectRoutes(v2, { ...shared, parts });
      done();
    },
    { prefix: '/renderapi/v2' },
  );
  await app.register(
    (v2, _options, done) => {
      requireUser(v2, authenticator, sessions);
      uploadRoutes(v2, { ...shared, parts });
      done();
    },
    { prefix: '/renderapi/v2' },
  );
  await app.register(
    (v2, _options, done) => {
      requireUser(v2, authenticator, sessions);
      bundleRoute(v2, { ...shared, parts });
      done();
    },
    { prefix: '/renderapi/v2' },
  );
  await app.register(
    (v2, _options, done) => {
      requireUser(v2, authenticator, sessions);
      v2VideoRoute(v2, shared);
      done();
    },
    { prefix: '/renderapi/v2' },
  );
  await app.register(
    (v2, _options, done) => {
      requireUser(v2, authenticator, sessions);
      v2StepRoute(v2, shared);
      done();
    },
    { prefix: '/renderapi/v2' },
  );
  await app.register(
    (v2, _options, done) => {
      requireUser(v2, authenticator, sessions);
      v2EstimateRoute(v2, shared);
      done();
    },
    { prefix: '/renderapi/v2' },
  );
  await app.register(
    (v2, _options, done) => {
      requireUser(v2, authenticator, sessions);
      v2TaskTemplateRoutes(v2, shared);
      done();
    },
    { prefix: '/renderapi/v2' },
  );
  await app.register(
    (v2, _options, done) => {
      v2SubmitRoute(v2, shared);
      done();
    },
    { prefix: '/renderapi/v2' },
  );
  if (dependencies.link !== undefined) {
    await linkPlugin(app, {
      link: dependencies.link,
      projects: parts,
      database,
      scheduler,
      clock: systemClock,
      log,
      settings,
    });
  }
  return app;
}

function createServer({ settings, log, certificate }: AppDependencies): FastifyInstance {
  const options = {
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }), // logRequests does it
    genReqId: () => randomUUID(),
    // Node would end every request after 300 s; uploads have limits of their own.
    requestTimeout: 0,
    connectionTimeout: settings.connectionIdleTimeoutMs,
    // ASP.NET, on which 1.x stood, matched addresses without case and with a slash at their end.
    // The longest is the name of an output, percent-encoded.
    routerOptions: { maxParamLength: 6000, caseSensitive: false, ignoreTrailingSlash: true },
  };
  const secure = certificate && { https: { key: certificate.key, cert: certificate.cert } };
  return Fastify({ ...options, ...secure }) as unknown as FastifyInstance;
}

/** Routes that want a body say so; all other addresses, those that do not exist too, wait for none. */
function leaveBodiesUnread(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => {
    done(null, undefined);
  });
}

/** Pages of other origins ask by OPTIONS, which is answered before it comes to any route. */
function tellTusAbilities(app: FastifyInstance, { maxBytes }: { readonly maxBytes: number }): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (request.method === 'OPTIONS' && request.url.startsWith(uploadsPath)) {
      reply.headers(tusAbilities(maxBytes));
    }
    done();
  });
}

async function allowOrigins(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  await app.register(cors, {
    origin: origins.includes('*') ? '*' : [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: [
      'content-disposition',
      'content-range',
      'etag',
      taskIdHeader,
      replayedHeader,
      ...tusResponseHeaders,
    ],
    maxAge: 600,
    strictPreflight: false,
    hideOptionsRoute: true,
  });
}
