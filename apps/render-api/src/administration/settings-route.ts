import { FarmSettings } from '@renderonline/contract';
import type { FastifyInstance } from 'fastify';
import { adminProblems, tags } from '../http/v2-schemas.ts';
import type { RenderApiSettings } from '../settings/render-api-settings.ts';

export type SettingsRouteDependencies = Pick<RenderApiSettings, 'configurationPath' | 'effective'>;

/** How this RenderAPI is configured, to be read: it is changed where it came from. */
export function settingsRoute(
  app: FastifyInstance,
  { configurationPath, effective }: SettingsRouteDependencies,
): void {
  app.get(
    '/settings',
    {
      schema: {
        operationId: 'farmSettings',
        tags,
        summary: 'The configuration as it is in force, without secrets, and where each value came from',
        response: { 200: FarmSettings, ...adminProblems },
      },
    },
    async (): Promise<FarmSettings> => ({ configurationPath, settings: [...effective] }),
  );
}
