import type { EngineView } from '@renderonline/contract';
import { chooseMainFile, hasExtension } from '@renderonline/domain';
import { isJunk } from './given-file.ts';

/** Nobody reads a longer list. */
const mostCandidates = 500;

/** Which files of a project could be rendered, those nearest to the top first, and the one that is surely meant. */
export interface MainFiles {
  readonly candidates: readonly string[];
  readonly main: string | undefined;
}

/** Those that open files of projects, and do not take the frames of other tasks. */
export function openingEngines(engines: readonly EngineView[]): readonly EngineView[] {
  return engines.filter(({ isForSteps }) => !isForSteps);
}

export function extensionsOf(engines: readonly EngineView[]): readonly string[] {
  return [...new Set(openingEngines(engines).map(({ extension }) => extension))];
}

export function enginesFor(main: string, engines: readonly EngineView[]): readonly EngineView[] {
  return openingEngines(engines).filter(({ extension }) => hasExtension(main, extension));
}

/** @param paths of all files of the project */
export function findMainFiles(paths: readonly string[], engines: readonly EngineView[]): MainFiles {
  const extensions = extensionsOf(engines);
  const candidates = paths
    .filter((path) => extensions.some((extension) => hasExtension(path, extension)))
    .filter((path) => !path.split('/').some((part) => isJunk(part)))
    .sort((a, b) => depthOf(a) - depthOf(b) || (a < b ? -1 : 1));
  let main: string | undefined;
  try {
    main = chooseMainFile(candidates, extensions);
  } catch {
    // There is none, or several could be meant: then it is asked.
  }
  return { candidates: candidates.slice(0, mostCandidates), main };
}

function depthOf(path: string): number {
  return path.split('/').length;
}
