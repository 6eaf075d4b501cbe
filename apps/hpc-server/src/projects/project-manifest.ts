import { Manifest, manifestLimits, manifestSha256, type LinkTask } from '@renderonline/contract/link';
import { checkManifest, DomainError, sanitizeFileName } from '@renderonline/domain';
import { pathOfFault } from '@renderonline/schema';
import { LinkRefusal } from '../link/link-refusal.ts';
import { ProjectUnavailable, type DownloadContext } from './download-content.ts';

/** What a project is wanted for. */
export type ProjectOfTask = Pick<LinkTask, 'taskId' | 'project'>;

/** A path of 1,024 bytes, of which JSON may make more, a hash, and a size. */
const mostBytesOfFile = 2048;
const roomForRest = 64 * 1024;

/** An earlier RenderAPI says nothing of manifests: then there is none. */
export function isOneFile({ project: { manifest } }: ProjectOfTask): boolean {
  return manifest === null || manifest === undefined;
}

/** The manifest of a project that is one file: with it, it is a project like any other. */
export function manifestOfOne({ fileName, size, sha256 }: LinkTask['project']): Manifest {
  const path = sanitizeFileName(fileName);
  return { mainPath: path, files: [{ path, size, sha256 }] };
}

/**
 * Asks RenderAPI which files a project has, as often as it takes.
 *
 * @throws LinkRefusal, `ProjectUnavailable` when it is not the list that was announced, or the signal's reason
 */
export async function fetchManifest(
  { taskId, project }: ProjectOfTask,
  { api, log }: DownloadContext,
  signal: AbortSignal,
): Promise<Manifest> {
  const maxBytes = (project.manifest?.fileCount ?? 0) * mostBytesOfFile + roomForRest;
  for (let failures = 1; ; failures++) {
    try {
      return await checked(await api.openManifest(taskId, { maxBytes, signal }), project);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof LinkRefusal || error instanceof ProjectUnavailable) throw error;
      log.warn({ err: error, taskId, failures }, 'fetching the list of files of a project broke off');
      await api.untilWorthTrying(failures, signal);
    }
  }
}

/** It comes over a network, and its paths become paths on this machine. */
async function checked(value: unknown, { manifest: announced }: LinkTask['project']): Promise<Manifest> {
  const fault = pathOfFault(Manifest, value);
  if (fault !== undefined) throw unusable(`it is not as it must be at ${fault === '' ? '/' : fault}`);
  const manifest = value as Manifest;
  try {
    checkManifest(manifest, { maxFiles: manifestLimits.files, maxBytes: Number.MAX_SAFE_INTEGER });
  } catch (error) {
    throw error instanceof DomainError ? unusable(error.message) : error;
  }
  if ((await manifestSha256(manifest)) === announced?.sha256) return manifest;
  throw unusable('it is not the list that was announced');
}

function unusable(reason: string): ProjectUnavailable {
  return new ProjectUnavailable(`the list of the files of the project cannot be used: ${reason}`);
}
