import { domainError } from '../errors/domain-error.ts';
import { hasExtension } from '../tasks/file-name.ts';
import { quotedPath } from './quoted-path.ts';

/** More candidates than this are not read by anybody. */
const namedCandidates = 10;

/**
 * The main file of a project for which none was named: the only one that an engine opens in the folder nearest to
 * the top that has any. Hidden files do not count.
 *
 * @param extensions of the engines: `.blend`
 * @throws DomainError `main-file-missing`, `main-file-ambiguous`, which lists the candidates
 */
export function chooseMainFile(paths: readonly string[], extensions: readonly string[]): string {
  const openable = paths.filter((path) => isOpenable(path, extensions));
  const shallowest = Math.min(...new Set(openable.map(depthOf)));
  const candidates = openable.filter((path) => depthOf(path) === shallowest).sort();
  const [first] = candidates;
  if (first === undefined) {
    throw domainError(
      'main-file-missing',
      `No file of the project ends in ${extensions.join(', ')}. Name the main file, or add it.`,
      { extensions: extensions.join(' ') },
    );
  }
  if (candidates.length === 1) return first;
  const named = candidates.slice(0, namedCandidates).map((path) => quotedPath(path));
  const others = candidates.length - named.length;
  throw domainError(
    'main-file-ambiguous',
    `Any of these could be the main file: ${named.join(', ')}${others > 0 ? ` and ${others} more` : ''}. Name one.`,
    { candidates: named.join(' '), candidateCount: candidates.length },
  );
}

function isOpenable(path: string, extensions: readonly string[]): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return !name.startsWith('.') && extensions.some((extension) => hasExtension(name, extension));
}

function depthOf(path: string): number {
  return path.split('/').length;
}
