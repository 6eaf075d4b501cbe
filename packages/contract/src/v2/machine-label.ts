import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';

/** A machine by its number and the name that people know it by. */
export const MachineLabel = Type.Object({ machineId: Type.Integer(), name: Type.String() });
export type MachineLabel = Static<typeof MachineLabel>;
