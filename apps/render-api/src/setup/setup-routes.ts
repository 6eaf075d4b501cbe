import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SetUpDone, SetUpRequest, SetupState } from '@renderonline/contract';
import { setUpFarm, type Database } from '@renderonline/database';
import { domainError } from '@renderonline/domain';
import { enginePresets } from '@renderonline/engines';
import type { FastifyInstance } from 'fastify';
import { generateToken, hashToken } from '../authentication/token-hash.ts';
import { createTryLimits } from '../authentication/try-limits.ts';
import { readJsonBodies } from '../http/v2-json.ts';
import { conflicts, limitedProblems, tags } from '../http/v2-schemas.ts';
import { refuseForeignPages } from '../sessions/same-origin.ts';
import { viewSession } from '../sessions/session-view.ts';
import type { WebSessions } from '../sessions/web-sessions.ts';
import type { SetupDesk } from './setup-desk.ts';

export interface SetupRoutesDependencies {
  readonly database: Database;
  readonly setup: SetupDesk;
  readonly sessions: WebSessions;
  readonly farmName: string;
  readonly requestBodyTimeoutMs: number;
  readonly projects: { readonly contentsDirectory: string };
  /** Milliseconds of a clock that never goes back. */
  readonly monotonicMs: () => number;
}

const maxBodyBytes = 16 * 1024;
const tries = { perMs: 60_000, ofAddress: 10, ofAll: 60, maxAddresses: 1000, what: 'codes' };
const defaultSubscription = { name: 'Default', queueLimit: 1000 };

/** A farm that nobody may use yet gets its first admin. Needs a plugin of its own, and no credentials. */
export function setupRoutes(app: FastifyInstance, dependencies: SetupRoutesDependencies): void {
  const { database, setup, sessions, monotonicMs, requestBodyTimeoutMs, projects } = dependencies;
  const limits = createTryLimits({ nowMs: monotonicMs, ...tries });
  readJsonBodies(app, { maxBytes: maxBodyBytes, timeoutMs: requestBodyTimeoutMs });
  app.addHook('onRequest', (request, _reply, done) => {
    refuseForeignPages(request);
    done();
  });

  app.get(
    '/setup',
    {
      schema: {
        operationId: 'setupState',
        tags,
        summary: 'Whether the farm has to be set up, for it has no users',
        security: [],
        response: { 200: SetupState, ...limitedProblems },
      },
    },
    async (): Promise<SetupState> => ({ isNeeded: await setup.isNeeded() }),
  );

  app.post<{ Body: SetUpRequest }>(
    '/setup',
    {
      schema: {
        operationId: 'setUp',
        tags,
        summary: "Adds the farm's first admin, who is logged in, and shows the token, this one time",
        body: SetUpRequest,
        security: [],
        response: { 201: SetUpDone, ...limitedProblems, 409: conflicts[409] },
      },
    },
    async (request, reply): Promise<SetUpDone> => {
      const { code, firstName, lastName, email, addsBlender = false } = request.body;
      const giveBack = limits.take(request.ip);
      if (!(await setup.isNeeded())) throw domainError('setup-done', 'This farm has users already.');
      if (!setup.isCode(code)) {
        throw domainError('setup-code-wrong', 'This is not the code that RenderAPI has shown.');
      }
      giveBack();
      const token = generateToken();
      const admin = { firstName, lastName, email, token: await hashToken(token) };
      const engines = addsBlender ? await blenderEngines(projects.contentsDirectory) : noEngines;
      const user = await setUpFarm(database, { admin, subscription: defaultSubscription, ...engines });
      const session = await sessions.begin(user, request, reply, { isRemembered: true });
      request.log.info({ userId: user.userId }, 'the farm was set up');
      reply.code(201);
      return { token, session: await viewSession(dependencies, user, session) };
    },
  );
}

const noEngines = { engines: [], argumentTypes: [] };

/** Blender and what makes videos of frames. Their projects lie beside the contents, on the same disk. */
async function blenderEngines(contentsDirectory: string) {
  const downloadPath = join(dirname(contentsDirectory), 'downloads');
  await mkdir(downloadPath, { recursive: true });
  const presets = [enginePresets.blender, enginePresets['ffmpeg-frames']];
  const engines = presets.map(({ name, extension, renderArgument, adapter }) => ({
    ...{ name, extension, renderArgument, adapter, downloadPath },
  }));
  const types = new Map(
    presets.flatMap(({ argumentTypes }) => argumentTypes).map((type) => [type.argtypeId, type]),
  );
  return { engines, argumentTypes: [...types.values()] };
}
