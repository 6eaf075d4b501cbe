import { listKeepLimits, listKept, type Database } from '@renderonline/database';
import { planRetention, type KeepLimits, type Kept, type RetentionPlan } from '@renderonline/domain';
import type { RetentionSettings } from './retention-settings.ts';

/** What there is, who has it, and what becomes of it. */
export interface FarmPlan {
  readonly kept: readonly Kept[];
  readonly users: readonly { readonly userId: number; readonly email: string; readonly keep: KeepLimits }[];
  readonly plan: RetentionPlan;
}

/** Reads what is kept and decides what goes; nothing is changed. */
export async function planOfFarm(
  database: Database,
  { keep }: Pick<RetentionSettings, 'keep'>,
  nowMs: number,
): Promise<FarmPlan> {
  const [kept, users] = await Promise.all([listKept(database.db), listKeepLimits(database.db)]);
  const limits = new Map(users.map((user) => [user.userId, user.keep]));
  const ofUser = (userId: number): KeepLimits => limits.get(userId) ?? unlimited;
  return { kept, users, plan: planRetention({ kept, farm: keep, ofUser, nowMs }) };
}

const none = { days: null, bytes: null };
const unlimited: KeepLimits = { task: none, results: none, logs: none, project: none };
