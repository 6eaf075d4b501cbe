import { setProjectHash, type Database } from '@renderonline/database';
import { hashProject } from '@renderonline/storage';

/** The SHA-256 of tasks' projects; computed for those that were received before it was. */
export interface ProjectHashes {
  /** @throws DomainError 'project-not-readable'; the system's errors (as a rejection) */
  of(project: HashedProject): string | Promise<string>;
}

export interface HashedProject {
  readonly renderId: number;
  readonly filePath: string;
  /** As the database has it. */
  readonly fileSha256: string | null;
}

const remembered = 1000;

export function createProjectHashes(database: Database): ProjectHashes {
  const computed = new Map<number, string | Promise<string>>();

  async function compute({ renderId, filePath }: HashedProject): Promise<string> {
    try {
      const sha256 = await hashProject(filePath);
      await setProjectHash(database.db, { renderId, sha256 });
      computed.set(renderId, sha256);
      forgetOldest();
      return sha256;
    } catch (error) {
      computed.delete(renderId);
      throw error;
    }
  }

  function forgetOldest(): void {
    for (const [renderId, hash] of computed) {
      if (computed.size <= remembered) return;
      if (typeof hash === 'string') computed.delete(renderId);
    }
  }

  return {
    of(project) {
      if (project.fileSha256 !== null) return project.fileSha256;
      const known = computed.get(project.renderId);
      if (known !== undefined) return known;
      const hash = compute(project);
      computed.set(project.renderId, hash);
      return hash;
    },
  };
}
