import { findExecutable } from '@renderonline/engines';
import type { Logger } from '@renderonline/runtime';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { RenderingEngine } from '../settings/hpc-server-settings.ts';

/** Says at the start what would fail at the first render: engines whose program is not there. */
export async function warnAboutEngines(engines: readonly RenderingEngine[], log: Logger): Promise<void> {
  if (engines.length === 0) {
    log.warn(
      'this machine can render nothing: it has joined no farm, and HPCServer.json names no RenderingEngines. ' +
        'A new computer joins with `renderonline node --join`: `renderonline machine pair` on the farm prints the line',
    );
  }
  for (const { engineId, executablePath } of engines) {
    if (await isThere(executablePath)) continue;
    log.warn(
      { engineId, executablePath },
      'the program of this engine is not there; install it, or correct ExecutablePath in HPCServer.json',
    );
  }
}

async function isThere(executablePath: string): Promise<boolean> {
  // A bare name is looked up in PATH when it is started.
  if (!/[/\\]/.test(executablePath))
    return (await findExecutable(executablePath, { folders: [] })) !== undefined;
  try {
    await access(executablePath, process.platform === 'win32' ? constants.F_OK : constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
