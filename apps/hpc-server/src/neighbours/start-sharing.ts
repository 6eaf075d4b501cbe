import { join } from 'node:path';
import type { RenderContext } from '../renders/render-context.ts';
import { shareContents, type ContentSharing } from './content-sharing.ts';
import { localNetwork } from './local-network.ts';

/** Shares what this machine has fetched, if it is configured to; it renders just as well without. */
export async function startSharing({
  settings,
  clock,
  log,
}: Pick<RenderContext, 'settings' | 'clock' | 'log'>): Promise<ContentSharing | null> {
  const { sharePort: port, bindAddress, dataDirectory } = settings;
  if (port === null) return null;
  const folder = join(dataDirectory, 'contents');
  try {
    return await shareContents({
      ...{ folder, port, bindAddress, log, network: localNetwork },
      elapsedMs: () => clock.elapsedMs(),
    });
  } catch (error) {
    log.warn({ err: error, port }, 'SharePort cannot be used; files of projects are not shared');
    return null;
  }
}
