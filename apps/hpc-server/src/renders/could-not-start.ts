import { say } from '@renderonline/domain';
import type { RenderingEngine } from '../settings/hpc-server-settings.ts';

/** Why a renderer could not be started, and what to do about it, in one sentence without a full stop. */
export function whyNotStarted(engine: RenderingEngine, error: unknown): string {
  const { engineId, executablePath } = engine;
  switch ((error as NodeJS.ErrnoException).code ?? '') {
    case 'ENOENT':
      return say('program-missing', { engineName: engineId, path: executablePath });
    case 'EACCES':
    case 'EPERM':
      return say('program-forbidden', { path: executablePath });
    case 'ENOEXEC':
    case 'UNKNOWN':
      return say('program-foreign', { path: executablePath });
    case 'E2BIG':
      return say('arguments-too-long');
    case 'ENOSPC':
      return say('data-disk-full');
    default:
      return `${executablePath}: ${error instanceof Error ? error.message : String(error)}`;
  }
}
