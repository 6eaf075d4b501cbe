import type { RenderingEngine } from '../settings/hpc-server-settings.ts';

/** Why a renderer could not be started, and what to do about it, in one sentence without a full stop. */
export function whyNotStarted(engine: RenderingEngine, error: unknown): string {
  const { engineId, executablePath } = engine;
  switch ((error as NodeJS.ErrnoException).code ?? '') {
    case 'ENOENT':
      return `the program of engine ${engineId} is not at ${executablePath}; install it there, or correct ExecutablePath in HPCServer.json`;
    case 'EACCES':
    case 'EPERM':
      return `${executablePath} may not be executed; correct its permissions, or ExecutablePath in HPCServer.json`;
    case 'ENOEXEC':
    case 'UNKNOWN':
      return `${executablePath} is not a program of this system; correct ExecutablePath in HPCServer.json`;
    case 'E2BIG':
      return 'the arguments are longer than this system allows; shorten the engine template or the values';
    case 'ENOSPC':
      return 'the disk of the data folder is full; make room on it';
    default:
      return `${executablePath}: ${error instanceof Error ? error.message : String(error)}`;
  }
}
