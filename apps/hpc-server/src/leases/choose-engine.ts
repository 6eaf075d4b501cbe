import type { LinkTask } from '@renderonline/contract/link';
import { matchesVersion } from '@renderonline/domain';
import type { InstalledEngine } from './lease-runner.ts';

/**
 * The renderer for a task: of the versions that it allows the newest, one that can be kept open for several frames
 * first.
 *
 * @returns undefined when this machine has none
 */
export function chooseEngine(
  { engineName, engineVersion }: Pick<LinkTask, 'engineName' | 'engineVersion'>,
  engines: readonly InstalledEngine[],
): InstalledEngine | undefined {
  const [best] = engines
    .filter(({ name }) => name.toLowerCase() === engineName.toLowerCase())
    .filter(({ version }) => engineVersion === null || matchesVersion(version, engineVersion))
    .sort((a, b) => Number(b.hasSessions) - Number(a.hasSessions) || compareVersions(b.version, a.version));
  return best;
}

function compareVersions(a: string | null, b: string | null): number {
  return (a ?? '').localeCompare(b ?? '', 'en', { numeric: true });
}
