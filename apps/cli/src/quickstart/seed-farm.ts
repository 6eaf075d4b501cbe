import type { Database, Engine } from '@renderonline/database';
import { enginePresets, type EnginePresetName } from '@renderonline/engines';
import { addMissingArgumentTypes } from '../engines/add-engine.ts';
import type { CliIo } from '../io/cli-io.ts';
import type { Profile } from '../credentials/profile.ts';

export interface FarmRows {
  readonly profile: Profile;
  readonly downloadPath: string;
}

/**
 * Makes the rows that a farm needs, those that are absent: subscription, user, Blender and what makes
 * videos of frames with their argument types. What an administrator changed stays.
 */
export async function seedFarm(io: CliIo, database: Database, rows: FarmRows): Promise<void> {
  const { migrateDatabase } = await import('@renderonline/database');
  await migrateDatabase(database);
  await seedUser(database, rows.profile);
  for (const preset of ['blender', 'ffmpeg-frames', 'ffmpeg-images'] as const) {
    await seedEngine(io, database, preset, rows.downloadPath);
  }
}

async function seedUser({ db }: Database, { email, token }: Profile): Promise<void> {
  const { addSubscription, addUser, findUserByEmail, listSubscriptions, listUsers, updateUser } =
    await import('@renderonline/database');
  const { hashToken, verifyTokenHash } = await import('@renderonline/render-api');
  const user = await findUserByEmail(db, { email });
  if (user !== undefined) {
    // The profile is what the person holds; the database holds only a hash, which may be of an older token. The same one
    // is not written again, for that would log out the person's browsers.
    if (!(await verifyTokenHash(user.token, token))) {
      await updateUser(db, { userId: user.userId, token: await hashToken(token) });
    }
    // Farms of earlier versions had no roles, and somebody has to be able to administer this one.
    const hasAdmin = (await listUsers(db)).some(({ role }) => role === 'admin');
    if (!hasAdmin) await updateUser(db, { userId: user.userId, role: 'admin' });
    return;
  }
  const [subscription = await addSubscription(db, { name: 'Default', queueLimit: 1000 })] =
    await listSubscriptions(db);
  await addUser(db, {
    email,
    firstName: 'Quick',
    lastName: 'Start',
    subscriptionId: subscription.subscriptionId,
    isActive: true,
    token: await hashToken(token),
    role: 'admin',
  });
}

async function seedEngine(
  io: CliIo,
  database: Database,
  preset: EnginePresetName,
  downloadPath: string,
): Promise<void> {
  const { addEngine, listEngines, updateEngine } = await import('@renderonline/database');
  const { name, extension, renderArgument, argumentTypes, adapter } = enginePresets[preset];
  await database.transaction(async (trx) => {
    await addMissingArgumentTypes(io, trx, argumentTypes);
    const there = (await listEngines(trx)).find((engine) => engine.name.toLowerCase() === name);
    if (there === undefined) {
      await addEngine(trx, { name, extension, renderArgument, downloadPath, adapter });
      return;
    }
    const { engineId } = there;
    // A folder that was moved keeps its tasks where they were; new ones go where the farm is now.
    if (there.downloadPath !== downloadPath) await updateEngine(trx, { engineId, downloadPath });
    // Farms of earlier versions started Blender for every lease, because they knew nothing else.
    if (isOfEarlierVersion(there)) await updateEngine(trx, { engineId, adapter, renderArgument });
  });
}

/** The preset's own template as it was before Blender was kept open for the frames of a task. */
function isOfEarlierVersion({ renderArgument, adapter }: Engine): boolean {
  const beginning =
    'blender -b -Y $RENDERONLINE:@uploaded_file -S $RENDERONLINE:scene? --python-exit-code 1 ';
  return (
    adapter === 'command' && renderArgument.startsWith(beginning) && !renderArgument.includes('view_layer=')
  );
}
