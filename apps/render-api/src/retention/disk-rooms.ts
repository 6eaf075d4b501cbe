import type { DiskRoom } from '@renderonline/contract';
import { listEngines, type Database } from '@renderonline/database';
import { freeBytesOf } from '@renderonline/storage';
import type { ProjectSettings } from '../projects/project-settings.ts';
import type { UploadSettings } from '../settings/render-api-settings.ts';

/**
 * How much room there is where projects and results are kept. A full disk takes nothing in, and goes on by itself when
 * there is room: every upload looks anew.
 */
export async function readDiskRooms(
  database: Database,
  {
    upload,
    projects,
  }: {
    readonly upload: Pick<UploadSettings, 'minFreeBytes'>;
    readonly projects: Pick<ProjectSettings, 'contentsDirectory'>;
  },
): Promise<DiskRoom[]> {
  const engines = await listEngines(database.db);
  const folders = [
    ...new Set([...engines.map(({ downloadPath }) => downloadPath), projects.contentsDirectory]),
  ];
  const rooms = await Promise.all(
    folders.map(async (folder) => {
      // A folder that cannot be reached is another trouble, which uploads tell of.
      const freeBytes = await freeBytesOf(folder).catch(() => undefined);
      return freeBytes === undefined ? [] : [{ folder, freeBytes, isFull: freeBytes < upload.minFreeBytes }];
    }),
  );
  return rooms.flat();
}
