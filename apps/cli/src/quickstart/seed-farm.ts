import type { Database } from '@renderonline/database';
import { enginePresets } from '@renderonline/engines';
import { addMissingArgumentTypes } from '../engines/add-engine.ts';
import type { CliIo } from '../io/cli-io.ts';
import type { Profile } from '../credentials/profile.ts';

export interface FarmRows {
  readonly profile: Profile;
  readonly downloadPath: string;
  /** Where the farm's one HPCServer listens this time. */
  readonly nodePort: number;
}

const quickstartName = 'quickstart';

/**
 * Makes the rows that a farm needs, those that are absent: subscription, user, Blender with its argument
 * types, machine. What an administrator changed stays.
 */
export async function seedFarm(io: CliIo, database: Database, rows: FarmRows): Promise<void> {
  const { migrateDatabase } = await import('@renderonline/database');
  await migrateDatabase(database);
  await seedUser(database, rows.profile);
  await seedEngine(io, database, rows.downloadPath);
  await seedMachine(database, rows.nodePort);
}

async function seedUser({ db }: Database, { email, token }: Profile): Promise<void> {
  const { addSubscription, addUser, findUserByEmail, listSubscriptions, updateUser } =
    await import('@renderonline/database');
  const { hashToken } = await import('@renderonline/render-api');
  const user = await findUserByEmail(db, { email });
  if (user !== undefined) {
    // The profile is what the person holds; the database holds only a hash, which may be of an older token.
    await updateUser(db, { userId: user.userId, token: await hashToken(token) });
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
  });
}

async function seedEngine(io: CliIo, database: Database, downloadPath: string): Promise<void> {
  const { addEngine, listEngines, updateEngine } = await import('@renderonline/database');
  const { name, extension, renderArgument, argumentTypes } = enginePresets.blender;
  await database.transaction(async (trx) => {
    await addMissingArgumentTypes(io, trx, argumentTypes);
    const there = (await listEngines(trx)).find((engine) => engine.name.toLowerCase() === name);
    if (there === undefined) await addEngine(trx, { name, extension, renderArgument, downloadPath });
    // A folder that was moved keeps its tasks where they were; new ones go where the farm is now.
    else if (there.downloadPath !== downloadPath) {
      await updateEngine(trx, { engineId: there.engineId, downloadPath });
    }
  });
}

async function seedMachine({ db }: Database, port: number): Promise<void> {
  const { addMachine, listMachines, updateMachine } = await import('@renderonline/database');
  const machine = (await listMachines(db)).find(({ name }) => name === quickstartName);
  if (machine === undefined) await addMachine(db, { name: quickstartName, ipAddress: '127.0.0.1', port });
  else await updateMachine(db, { machineId: machine.machineId, ipAddress: '127.0.0.1', port });
}
