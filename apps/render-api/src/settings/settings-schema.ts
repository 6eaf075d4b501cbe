import { defaultFarmPolicy } from '@renderonline/domain';
import { Type, type Static } from 'typebox';

const durationMs = (description: string, value: number, minimum = 1) =>
  Type.Integer({
    description: `Milliseconds. ${description}`,
    default: value,
    minimum,
    maximum: 2 ** 31 - 1,
  });

const bytes = (description: string, value: number) =>
  Type.Integer({ description: `Bytes. ${description}`, default: value, minimum: 0 });

const orNever = (description: string) =>
  Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], {
    description: `${description}; null is never.`,
    default: null,
  });

const hour = 3_600_000;
const gibibyte = 2 ** 30;

const Certificate = Type.Object(
  {
    FullchainPemPath: Type.String({ description: 'The certificate and those that vouch for it.' }),
    PrivPemPath: Type.String({ description: 'Its private key.' }),
  },
  { additionalProperties: false },
);

const ContentsS3 = Type.Object(
  {
    Bucket: Type.String({ minLength: 1 }),
    Endpoint: Type.Optional(
      Type.String({ description: 'Such as https://s3.example.com; AWS unless given.' }),
    ),
    Region: Type.Optional(Type.String({ description: 'us-east-1 unless given.' })),
    Prefix: Type.Optional(Type.String({ description: 'Before every key, with a slash at its end.' })),
    AccessKeyId: Type.Optional(
      Type.String({ description: "With SecretAccessKey; found as AWS's tools do unless given." }),
    ),
    SecretAccessKey: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);

/** RenderAPI.json: the specification's three keys, then ours. docs/configuration.md is checked against it. */
export const RenderApiConfiguration = Type.Object(
  {
    ConnectionString: Type.String({
      description: 'Server=…;Database=…;User Id=…;Password=…; or Data Source=path.db',
      default: 'Data Source=.renderonline/renderonline.db',
    }),
    Port: Type.Integer({
      description: 'Where RenderAPI listens; 0 lets the system choose. A number or a string.',
      default: 5000,
      minimum: 0,
      maximum: 65_535,
    }),
    Certificate: Type.Union([Certificate, Type.Null()], {
      description: 'Two PEM files for HTTPS, read again when they change; null for HTTP.',
      default: null,
    }),
    BindAddress: Type.String({ description: 'The address to listen on.', default: '0.0.0.0', minLength: 1 }),
    FarmName: Type.String({
      description: "What people call the farm; empty is the computer's name.",
      default: '',
      maxLength: 80,
    }),
    ClientDirectory: Type.Union([Type.String(), Type.Null()], {
      description:
        'Where the web client is that is served at /; null is the one of RenderOnline, empty is none.',
      default: null,
    }),
    WebhookAllowsPrivateAddresses: Type.Boolean({
      description: 'Whether webhooks of users may lead to the local network; those of the farm may.',
      default: false,
    }),
    AllowedOrigins: Type.Array(Type.String(), {
      description: 'Origins whose pages may call the API (CORS); ["*"] is any, as in 1.x, [] is none.',
      default: ['*'],
    }),
    LogLevel: Type.Union(
      ['trace', 'debug', 'info', 'warn', 'error', 'silent'].map((level) => Type.Literal(level)),
      { description: 'The least important lines that are written.', default: 'info' },
    ),
    AllowScripts: Type.Boolean({
      description: 'Whether scripts embedded in scenes run, for tasks that ask for it.',
      default: false,
    }),
    MaxUploadBytes: bytes('The largest project file.', 64 * gibibyte),
    MinFreeBytes: bytes('What an upload must leave free on the disk.', gibibyte / 4),
    ContentsDirectory: Type.String({
      description: 'Where the contents of projects of several files are kept, each once.',
      default: '.renderonline/contents',
      minLength: 1,
    }),
    ContentsS3: Type.Union([ContentsS3, Type.Null()], {
      description:
        'S3-compatible object storage that keeps the contents; null for ContentsDirectory, where uploads under way stay in any case.',
      default: null,
    }),
    MaxProjectFiles: Type.Integer({
      description: 'Files of one project.',
      default: 100_000,
      minimum: 1,
      maximum: 1_000_000,
    }),
    MaxProjectBytes: bytes('All files of one project together.', 1024 * gibibyte),
    MaxProjectsPerUser: Type.Integer({
      description: 'Projects of many files that one user may have.',
      default: 10_000,
      minimum: 1,
    }),
    MaxOpenUploadsPerUser: Type.Integer({
      description: 'Resumable uploads that one user may have begun.',
      default: 1000,
      minimum: 1,
      maximum: 10_000,
    }),
    MaxOpenUploadBytesPerUser: bytes('All of them together, as announced.', 1024 * gibibyte),
    UploadExpiryMs: durationMs(
      'A resumable upload to which nothing is added for so long is removed.',
      24 * hour,
    ),
    UploadIdleTimeoutMs: durationMs('An upload that sends nothing for so long is given up.', 60_000),
    UploadTotalTimeoutMs: durationMs('How long an upload may take.', 24 * hour),
    RefusedUploadDrainBytes: bytes(
      'How much of a refused upload is read and thrown away, so that the client gets to see the answer.',
      4 * gibibyte,
    ),
    RefusedUploadDrainMs: durationMs('For how long that is done.', 300_000),
    MaxOutputBytes: bytes('The largest file that a machine of the link may upload.', 16 * gibibyte),
    MaxLogBytes: Type.Integer({
      description:
        'Bytes. What is kept of all that a renderer says in one attempt: the first half and the last.',
      default: 8 * 2 ** 20,
      minimum: 2 ** 14,
    }),
    RequestBodyTimeoutMs: durationMs('How long the body of any other request may take.', 15_000),
    ConnectionIdleTimeoutMs: durationMs('A connection on which nothing moves for so long is ended.', 120_000),
    MaxFramesPerTask: Type.Integer({ description: 'Frames a task may have.', default: 100_000, minimum: 1 }),
    MaxEventStreams: Type.Integer({
      description: 'Event streams (v2) that may be open at once.',
      default: 1000,
      minimum: 1,
    }),
    MaxEventStreamsPerUser: Type.Integer({
      description: 'How many of them each user may have, of events, tasks and logs each.',
      default: 100,
      minimum: 1,
    }),
    KeepTasksDays: orNever('Days after its end when a task goes, with its results and logs'),
    KeepTasksBytes: orNever('Bytes of all tasks that have ended; beyond them the oldest go'),
    KeepResultsDays: orNever(
      "Days after its end when a task's results and logs go, and the task stays to be looked up",
    ),
    KeepResultsBytes: orNever(
      'Bytes of the results and logs of all tasks that have ended; beyond them the oldest go',
    ),
    KeepLogsDays: orNever("Days after its end when a task's logs go"),
    KeepLogsBytes: orNever('Bytes of the logs of all tasks that have ended; beyond them the oldest go'),
    KeepProjectsDays: orNever('Days after its last use when a project of many files goes that no task has'),
    KeepProjectsBytes: orNever(
      'Bytes of all projects of many files; beyond them the oldest that no task has go',
    ),
    KeepUnusedContentsHours: Type.Integer({
      description: 'Hours after its upload when a content goes that no project has.',
      default: 72,
      minimum: 1,
    }),
    RetentionIntervalMs: durationMs('How often that is looked at.', 600_000, 100),
    ThumbnailProcesses: Type.Integer({
      description: 'Processes that decode images for thumbnails at once.',
      default: 2,
      minimum: 1,
      maximum: 64,
    }),
    ThumbnailMemoryBytes: Type.Integer({
      description: 'Bytes. What each of them may take.',
      default: gibibyte,
      minimum: gibibyte / 8,
    }),
    ThumbnailTimeoutMs: durationMs('How long the thumbnail of one image may take.', 15_000, 100),
    ThumbnailWaitMs: durationMs('How long an image waits for its turn.', 20_000, 100),
    MaxEventListeners: Type.Integer({
      description: 'Listeners to everything that happens (v2) that may be there at once.',
      default: 20_000,
      minimum: 1,
    }),
    EventHistoryBytes: bytes(
      'How much of the newest events is kept in memory for listeners that come back after a break.',
      64 * 2 ** 20,
    ),
    EventHeartbeatMs: durationMs('How often a quiet event stream says that it is there.', 15_000, 10),
    MaxLinkConnections: Type.Integer({
      description: 'Machines of the link that may be connected at once.',
      default: 20_000,
      minimum: 1,
    }),
    Announce: Type.Boolean({
      description:
        'Whether RenderAPI tells the local network where it is (mDNS); never when bound to loopback.',
      default: true,
    }),
    CertificatePollMs: durationMs('How often the certificate files are looked at.', 10_000, 10),
    MachinePollIntervalMs: durationMs('How often a machine that renders is asked how it does.', 500, 10),
    MachineIdlePollIntervalMs: durationMs('How often an idle one is.', 2000, 10),
    MachineRequestTimeoutMs: durationMs('How long one call to a machine may take.', 3000, 10),
    MachineSilentAfterMs: durationMs(
      'What a machine renders is given to others when it is silent for so long.',
      15_000,
      100,
    ),
    LeaseTtlMs: durationMs('How long a lease holds without being renewed.', 30_000, 100),
    MaxAttempts: Type.Integer({
      description: 'After so many failed attempts a task fails.',
      default: 3,
      minimum: 1,
    }),
    LeadershipTtlMs: durationMs(
      'Another RenderAPI takes over from one that is silent for so long.',
      3000,
      100,
    ),
    MaxRenderMs: durationMs('How long one render may take; 0 is without limit.', 0, 0),
    HungAfterMs: durationMs(
      'A render without output and use of the CPU for so long is hung, four times as long where there is a GPU; 0: never.',
      15 * 60_000,
      0,
    ),
    HungFrameFactor: Type.Integer({
      description:
        "A frame that takes so many times what the task's frames take on its machine, without progress, is hung; 0: never.",
      default: defaultFarmPolicy.hungMedianFactor,
      minimum: 0,
    }),
    HungFrameMinMs: durationMs(
      'No frame is taken to be hung by that before this.',
      defaultFarmPolicy.hungMinMs,
      100,
    ),
    StopTimeoutMs: durationMs('How long canceling waits for a machine to end its render.', 10_000, 10),
    RescanIntervalMs: durationMs('How often rows written by other programs are looked for.', 3000, 10),
    LinkHeartbeatMs: durationMs('How often a machine of the link that holds work says how it is.', 1000, 10),
    LinkIdleHeartbeatMs: durationMs(
      'How often an idle one does; it is gone after 2.5 times as long.',
      5000,
      10,
    ),
    LinkSilentAfterMs: durationMs(
      'A machine of the link that holds work and says nothing for so long is lost.',
      4000,
      50,
    ),
    LinkReconnectGraceMs: durationMs(
      'How long a machine of the link may take to come back when its connection broke.',
      200,
      0,
    ),
    LinkReturnGraceMs: durationMs(
      'How long machines of the link have to come back after RenderAPI was started, before what they render is given to others.',
      10_000,
      10,
    ),
  },
  { additionalProperties: false },
);
export type RenderApiConfiguration = Static<typeof RenderApiConfiguration>;
