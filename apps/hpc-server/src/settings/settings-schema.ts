import { Type } from '@renderonline/schema';

const closed = { additionalProperties: false };
/** The longest time that a Node timer can wait. */
const longestMs = 2_147_483_647;
const gibibyte = 1024 ** 3;

const EngineSchema = Type.Object(
  {
    EngineId: Type.String({ minLength: 1, maxLength: 255 }),
    ExecutablePath: Type.String({ minLength: 1 }),
    LeadingArguments: Type.Array(Type.String(), { default: [] }),
  },
  closed,
);

/** The file HPCServer.json as it is written; the specification's three keys and ours. */
export const SettingsSchema = Type.Object(
  {
    // Without a default: a joined machine listens only where somebody has said on which port.
    Port: Type.Optional(
      Type.Union([Type.Integer({ minimum: 0, maximum: 65535 }), Type.String({ pattern: '^[0-9]{1,5}$' })]),
    ),
    RenderingEngines: Type.Array(EngineSchema, { default: [] }),
    TrustedRenderApis: Type.Array(Type.String(), { default: ['127.0.0.0/8', '::1'] }),
    BindAddress: Type.Union([Type.String({ minLength: 1 }), Type.Null()], { default: null }),
    DataDirectory: Type.String({ minLength: 1, default: '.renderonline/hpc-server' }),
    MaxLogBytes: Type.Integer({ minimum: 0, default: 64 * 1024 * 1024 }),
    KeepAttempts: Type.Integer({ minimum: 1, maximum: 100_000, default: 200 }),
    StopGraceMs: Type.Integer({ minimum: 0, maximum: longestMs, default: 5000 }),
    MaxRenderMs: Type.Integer({ minimum: 0, maximum: longestMs, default: 0 }),
    Slots: Type.Union([Type.Integer({ minimum: 1, maximum: 1024 }), Type.Null()], { default: null }),
    FindEngines: Type.Boolean({ default: true }),
    HungAfterMs: Type.Union([Type.Integer({ minimum: 0, maximum: longestMs }), Type.Null()], {
      default: null,
    }),
    CacheBytes: Type.Integer({ minimum: 0, default: 20 * gibibyte }),
    SharedContents: Type.Union([Type.String({ minLength: 1 }), Type.Null()], { default: null }),
    SharePort: Type.Union([Type.Integer({ minimum: 0, maximum: 65535 }), Type.Null()], { default: null }),
    OutputBufferBytes: Type.Integer({ minimum: 0, default: 10 * gibibyte }),
    SessionIdleMs: Type.Integer({ minimum: 0, maximum: longestMs, default: 120_000 }),
    SessionMemoryMb: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()], { default: null }),
    UserIdleMs: Type.Integer({ minimum: 1000, maximum: longestMs, default: 300_000 }),
    MaxOutboxBytes: Type.Integer({
      minimum: 64 * 1024,
      maximum: 256 * 1024 * 1024,
      default: 8 * 1024 * 1024,
    }),
  },
  closed,
);
