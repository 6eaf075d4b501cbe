import { dirname, join } from 'node:path';
import type { Client, ProjectProgress, UploadedProject } from '@renderonline/client';
import { ownProfilePath } from '../credentials/profile.ts';
import type { CliIo } from '../io/cli-io.ts';
import { cleanText } from '../terminal/clean-text.ts';
import { count, formatBytes, formatDuration } from '../terminal/measures.ts';
import type { BarState } from '../terminal/progress-bar.ts';
import { createProgressView } from '../terminal/progress-view.ts';
import { openHashMemory } from './hash-memory.ts';
import { nameOfProject, type LocalProject } from './project-files.ts';
import { openUploadMemory } from './upload-memory.ts';

interface Upload {
  readonly project: LocalProject;
  /** Shows nothing. */
  readonly quiet: boolean;
}

/** Makes a project of local files at RenderAPI, which is sent what it lacks of them, with a bar. */
export async function uploadProject(
  io: CliIo,
  client: Client,
  { project, quiet }: Upload,
): Promise<UploadedProject> {
  const view = quiet ? undefined : createProgressView(io, { quietMs: 2000 });
  const name = cleanText(nameOfProject(project));
  const hashes = await openHashMemory(join(dirname(ownProfilePath(io)), 'hashes.json'));
  const options = {
    signal: io.signal,
    memory: await openUploadMemory(io, client.baseUrl),
    onProgress: (progress: ProjectProgress) => {
      const isRead = progress.phase === 'hashing' && progress.hashedBytes === progress.totalBytes;
      if (!isRead) view?.show(barOf(name, progress));
    },
  };
  try {
    return project.kind === 'archive'
      ? await client.uploadArchive({ ...options, filePath: project.filePath, main: project.main })
      : await client.uploadProject({ ...options, hashes, main: project.main, files: project.files });
  } finally {
    view?.end();
    await hashes.save();
  }
}

function barOf(name: string, progress: ProjectProgress): BarState {
  const { phase, totalBytes, hashedBytes, missingBytes, sentBytes, bytesPerSecond, etaMs } = progress;
  if (phase === 'hashing') {
    return {
      fraction: fractionOf(hashedBytes, totalBytes),
      label: `reading ${name}`,
      facts: [`${formatBytes(hashedBytes)} of ${formatBytes(totalBytes)}`],
    };
  }
  const presentBytes = totalBytes - missingBytes;
  return {
    fraction: fractionOf(sentBytes, missingBytes),
    label: `uploading ${name}`,
    facts: [
      `${formatBytes(sentBytes)} of ${formatBytes(missingBytes)}`,
      ...(bytesPerSecond > 0 ? [`${formatBytes(bytesPerSecond)}/s`] : []),
      ...(etaMs === null ? [] : [`${formatDuration(etaMs)} left`]),
      ...(presentBytes > 0 ? [`${formatBytes(presentBytes)} there already`] : []),
    ],
  };
}

function fractionOf(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}

/** What came of it, in a line. */
export function uploadText({ files, totalBytes, sentBytes }: UploadedProject): string {
  const all = `${count(files, 'file')}, ${formatBytes(totalBytes)}`;
  if (sentBytes === 0) return `Nothing had to be uploaded: ${all}, all there already.`;
  const present = Math.max(0, totalBytes - sentBytes);
  return `Uploaded ${formatBytes(sentBytes)} (${all}${present > 0 ? `; ${formatBytes(present)} there already` : ''}).`;
}
