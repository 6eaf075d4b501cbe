import { dirname, join } from 'node:path';
import { EnginePresetList } from '@renderonline/contract';
import { enginePresets } from '@renderonline/engines';
import type { FastifyInstance } from 'fastify';
import { adminProblems, tags } from '../http/v2-schemas.ts';
import type { ProjectSettings } from '../projects/project-settings.ts';

export interface EnginePresetDependencies {
  readonly projects: Pick<ProjectSettings, 'contentsDirectory'>;
}

/** Renderers that work out of the box, for those who add an engine. */
export function enginePresetRoute(app: FastifyInstance, { projects }: EnginePresetDependencies): void {
  const suggestedDownloadPath = join(dirname(projects.contentsDirectory), 'downloads');
  const presets = Object.values(enginePresets).map(
    ({ name, extension, renderArgument, adapter, argumentTypes }) => ({
      ...{ name, extension, adapter, template: renderArgument },
      argumentTypes: argumentTypes.map(({ argtypeId, ...rest }) => ({ argTypeId: argtypeId, ...rest })),
    }),
  );
  app.get(
    '/engine-presets',
    {
      schema: {
        operationId: 'listEnginePresets',
        tags,
        summary: 'Engines whose templates come with RenderOnline, to begin with',
        response: { 200: EnginePresetList, ...adminProblems },
      },
    },
    async (): Promise<EnginePresetList> => ({ presets, suggestedDownloadPath }),
  );
}
