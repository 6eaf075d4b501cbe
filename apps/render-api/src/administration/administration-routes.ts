import type { FastifyInstance } from 'fastify';
import { requireAdmin } from '../authentication/require-admin.ts';
import { userOf } from '../authentication/require-user.ts';
import { readJsonBodies } from '../http/v2-json.ts';
import { argumentTypeRoutes } from './argument-type-routes.ts';
import { engineRoutes } from './engine-routes.ts';
import { enginePresetRoute, type EnginePresetDependencies } from './engine-preset-route.ts';
import { machineRoutes, type MachineRoutesDependencies } from './machine-routes.ts';
import { pairingRoute, type PairingRouteDependencies } from './pairing-route.ts';
import { settingsRoute, type SettingsRouteDependencies } from './settings-route.ts';
import { subscriptionRoutes } from './subscription-routes.ts';
import { userRoutes, type UserRoutesDependencies } from './user-routes.ts';

export interface AdministrationDependencies
  extends
    EnginePresetDependencies,
    MachineRoutesDependencies,
    PairingRouteDependencies,
    SettingsRouteDependencies,
    UserRoutesDependencies {
  readonly requestBodyTimeoutMs: number;
}

/** A template of 65,535 characters, each written as an escape. */
const maxBodyBytes = 512 * 1024;

/** What admins of the farm do over HTTP that others do with the command line. Needs a plugin of its own. */
export function administrationRoutes(app: FastifyInstance, dependencies: AdministrationDependencies): void {
  requireAdmin(app);
  readJsonBodies(app, { maxBytes: maxBodyBytes, timeoutMs: dependencies.requestBodyTimeoutMs });
  logChanges(app);
  userRoutes(app, dependencies);
  subscriptionRoutes(app, dependencies);
  engineRoutes(app, dependencies);
  argumentTypeRoutes(app, dependencies);
  machineRoutes(app, dependencies);
  pairingRoute(app, dependencies);
  enginePresetRoute(app, dependencies);
  settingsRoute(app, dependencies);
}

/** Who changed what, for those who ask later. */
function logChanges(app: FastifyInstance): void {
  app.addHook('onResponse', (request, reply, done) => {
    if (request.method !== 'GET' && reply.statusCode < 300) {
      const { method, url } = request;
      request.log.info({ adminId: userOf(request).userId, method, url }, 'an admin changed the farm');
    }
    done();
  });
}
