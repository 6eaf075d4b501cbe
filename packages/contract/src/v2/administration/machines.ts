import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { nullable } from '../../nullable.ts';
import { time } from '../time.ts';

export const MachinePath = Type.Object({ machineId: Type.Integer({ minimum: 1 }) });
export type MachinePath = Static<typeof MachinePath>;

/** What people have decided about a machine; what it does is in GET /renderapi/v2/machines. */
export const MachineSettings = Type.Object({
  machineId: Type.Integer(),
  name: Type.String(),
  transport: Type.Union([Type.Literal('hpc'), Type.Literal('link')]),
  ipAddress: Type.String({ description: 'Of a machine that has joined: where it called from.' }),
  port: Type.Integer({ description: '0 for machines that have joined.' }),
  isEnabled: Type.Boolean(),
  isDrained: Type.Boolean({ description: 'It finishes what it has, and is given nothing new.' }),
  isRevoked: Type.Boolean({ description: 'Its credential was taken back: it cannot come back.' }),
  tags: Type.Array(Type.String()),
  slots: Type.Integer({ description: 'How many renders at a time.' }),
  schedule: nullable(Type.String(), 'When it works, in its local time; null for always.'),
  yieldsToUser: Type.Boolean({ description: 'It takes nothing new while somebody uses it.' }),
  quarantineReason: nullable(Type.String(), 'Why it gets nothing until somebody releases it.'),
  lastSeenAt: nullable(time('When it was last heard of.')),
  createdAt: nullable(time('When it came to the farm.')),
});
export type MachineSettings = Static<typeof MachineSettings>;

/** GET /renderapi/v2/admin/machines. */
export const MachineSettingsList = Type.Object({
  machines: Type.Array(MachineSettings, { description: 'By number.' }),
});
export type MachineSettingsList = Static<typeof MachineSettingsList>;

/** PATCH /renderapi/v2/admin/machines/{machineId}: what is left out stays. */
export const ChangeMachineRequest = Type.Object(
  {
    name: Type.Optional(Type.String({ maxLength: 255 })),
    tags: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 32 })),
    slots: Type.Optional(Type.Integer({ minimum: 1, maximum: 1024 })),
    schedule: Type.Optional(
      nullable(Type.String({ maxLength: 1000 }), 'Like `mon-fri 18:00-08:00; sat,sun`; null for always.'),
    ),
    yieldsToUser: Type.Optional(Type.Boolean()),
    isDrained: Type.Optional(Type.Boolean({ description: 'true: it finishes what it renders first.' })),
    isEnabled: Type.Optional(Type.Boolean({ description: 'false: it ends what it renders at once.' })),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type ChangeMachineRequest = Static<typeof ChangeMachineRequest>;

/** POST /renderapi/v2/admin/pairing-codes. */
export const PairingCodeRequest = Type.Object(
  {
    machineName: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 255,
        description: 'Left out, the machine says what it is called.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type PairingCodeRequest = Static<typeof PairingCodeRequest>;

export const PairingCodeCreated = Type.Object({
  code: Type.String({ description: 'For `renderonline node --join`, once. Shown this one time.' }),
  machineName: nullable(Type.String()),
  expiresAt: time('Until when a machine may join with it.'),
  certificateSha256: nullable(
    Type.String(),
    'Of RenderAPI’s certificate, in hexadecimal digits, where a new computer cannot check it: for `--fingerprint`. Not that of a proxy before RenderAPI.',
  ),
});
export type PairingCodeCreated = Static<typeof PairingCodeCreated>;
