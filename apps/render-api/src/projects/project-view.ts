import type { ProjectView } from '@renderonline/contract';
import type { Project } from '@renderonline/database';
import { timeText } from '../tasks/time-text.ts';

/** A project as its user sees it. */
export function projectView(project: Project): ProjectView {
  const { projectId, manifestSha256, mainPath, fileCount, totalBytes, isComplete } = project;
  return {
    projectId,
    manifestSha256,
    mainPath,
    fileCount,
    totalBytes,
    isComplete,
    createdAt: timeText(project.createdAtMs),
    lastUsedAt: timeText(project.lastUsedAtMs),
  };
}
