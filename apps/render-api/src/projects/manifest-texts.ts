import { listProjectFiles, type Database, type Project } from '@renderonline/database';
import { canonicalManifest } from '@renderonline/domain';

/** The manifests of projects as machines get them: many machines ask for the same one in the same moment. */
export interface ManifestTexts {
  /** Canonical JSON. */
  of(project: Pick<Project, 'projectId' | 'mainPath'>): Promise<string>;
}

/** Code units that are remembered, at most; the newest in any case. */
const rememberedLength = 64 * 2 ** 20;

export function createManifestTexts(database: Database): ManifestTexts {
  /** By project; the one that was asked for last comes last. */
  const texts = new Map<number, Promise<string>>();
  const lengths = new Map<number, number>();

  async function read({ projectId, mainPath }: Pick<Project, 'projectId' | 'mainPath'>): Promise<string> {
    try {
      const files = await listProjectFiles(database.db, { projectId });
      const text = canonicalManifest({ mainPath, files });
      lengths.set(projectId, text.length);
      forgetOldest(projectId);
      return text;
    } catch (error) {
      texts.delete(projectId);
      throw error;
    }
  }

  function forgetOldest(newest: number): void {
    let length = [...lengths.values()].reduce((sum, one) => sum + one, 0);
    for (const projectId of texts.keys()) {
      if (length <= rememberedLength) return;
      if (projectId === newest || !lengths.has(projectId)) continue;
      length -= lengths.get(projectId) ?? 0;
      lengths.delete(projectId);
      texts.delete(projectId);
    }
  }

  return {
    of(project) {
      const text = texts.get(project.projectId) ?? read(project);
      texts.delete(project.projectId);
      texts.set(project.projectId, text);
      return text;
    },
  };
}
