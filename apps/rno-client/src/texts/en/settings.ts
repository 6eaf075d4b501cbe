/** What each key of RenderAPI.json means, as its schema says it. */
export default {
  ConnectionString: 'Server=…;Database=…;User Id=…;Password=…; or Data Source=path.db',
  Port: 'Where RenderAPI listens; 0 lets the system choose. A number or a string.',
  Certificate: 'Two PEM files for HTTPS, read again when they change; null for HTTP.',
  BindAddress: 'The address to listen on.',
  FarmName: "What people call the farm; empty is the computer's name.",
  ClientDirectory:
    'Where the web client is that is served at /; null is the one of RenderOnline, empty is none.',
  WebhookAllowsPrivateAddresses:
    'Whether webhooks of users may lead to the local network; those of the farm may.',
  AllowedOrigins: 'Origins whose pages may call the API (CORS); ["*"] is any, as in 1.x, [] is none.',
  LogLevel: 'The least important lines that are written.',
  AllowScripts: 'Whether scripts embedded in scenes run, for tasks that ask for it.',
  MaxUploadBytes: 'Bytes. The largest project file.',
  MinFreeBytes: 'Bytes. What an upload must leave free on the disk.',
  ContentsDirectory: 'Where the contents of projects of several files are kept, each once.',
  ContentsS3:
    'S3-compatible object storage that keeps the contents; null for ContentsDirectory, where uploads under way stay in any case.',
  MaxProjectFiles: 'Files of one project.',
  MaxProjectBytes: 'Bytes. All files of one project together.',
  MaxProjectsPerUser: 'Projects of many files that one user may have.',
  MaxOpenUploadsPerUser: 'Resumable uploads that one user may have begun.',
  MaxOpenUploadBytesPerUser: 'Bytes. All of them together, as announced.',
  UploadExpiryMs: 'Milliseconds. A resumable upload to which nothing is added for so long is removed.',
  UploadIdleTimeoutMs: 'Milliseconds. An upload that sends nothing for so long is given up.',
  UploadTotalTimeoutMs: 'Milliseconds. How long an upload may take.',
  RefusedUploadDrainBytes:
    'Bytes. How much of a refused upload is read and thrown away, so that the client gets to see the answer.',
  RefusedUploadDrainMs: 'Milliseconds. For how long that is done.',
  MaxOutputBytes: 'Bytes. The largest file that a machine of the link may upload.',
  MaxLogBytes: 'Bytes. What is kept of all that a renderer says in one attempt: the first half and the last.',
  RequestBodyTimeoutMs: 'Milliseconds. How long the body of any other request may take.',
  ConnectionIdleTimeoutMs: 'Milliseconds. A connection on which nothing moves for so long is ended.',
  MaxFramesPerTask: 'Frames a task may have.',
  MaxEventStreams: 'Event streams (v2) that may be open at once.',
  MaxEventStreamsPerUser: 'How many of them each user may have, of events, tasks and logs each.',
  KeepTasksDays: 'Days after its end when a task goes, with its results and logs; null is never.',
  KeepTasksBytes: 'Bytes of all tasks that have ended; beyond them the oldest go; null is never.',
  KeepResultsDays:
    "Days after its end when a task's results and logs go, and the task stays to be looked up; null is never.",
  KeepResultsBytes:
    'Bytes of the results and logs of all tasks that have ended; beyond them the oldest go; null is never.',
  KeepLogsDays: "Days after its end when a task's logs go; null is never.",
  KeepLogsBytes: 'Bytes of the logs of all tasks that have ended; beyond them the oldest go; null is never.',
  KeepProjectsDays:
    'Days after its last use when a project of many files goes that no task has; null is never.',
  KeepProjectsBytes:
    'Bytes of all projects of many files; beyond them the oldest that no task has go; null is never.',
  KeepUnusedContentsHours: 'Hours after its upload when a content goes that no project has.',
  RetentionIntervalMs: 'Milliseconds. How often that is looked at.',
  ThumbnailProcesses: 'Processes that decode images for thumbnails at once.',
  ThumbnailMemoryBytes: 'Bytes. What each of them may take.',
  ThumbnailTimeoutMs: 'Milliseconds. How long the thumbnail of one image may take.',
  ThumbnailWaitMs: 'Milliseconds. How long an image waits for its turn.',
  MaxEventListeners: 'Listeners to everything that happens (v2) that may be there at once.',
  EventHistoryBytes:
    'Bytes. How much of the newest events is kept in memory for listeners that come back after a break.',
  EventHeartbeatMs: 'Milliseconds. How often a quiet event stream says that it is there.',
  MaxLinkConnections: 'Machines of the link that may be connected at once.',
  Announce: 'Whether RenderAPI tells the local network where it is (mDNS); never when bound to loopback.',
  CertificatePollMs: 'Milliseconds. How often the certificate files are looked at.',
  MachinePollIntervalMs: 'Milliseconds. How often a machine that renders is asked how it does.',
  MachineIdlePollIntervalMs: 'Milliseconds. How often an idle one is.',
  MachineRequestTimeoutMs: 'Milliseconds. How long one call to a machine may take.',
  MachineSilentAfterMs:
    'Milliseconds. What a machine renders is given to others when it is silent for so long.',
  LeaseTtlMs: 'Milliseconds. How long a lease holds without being renewed.',
  MaxAttempts: 'After so many failed attempts a task fails.',
  LeadershipTtlMs: 'Milliseconds. Another RenderAPI takes over from one that is silent for so long.',
  MaxRenderMs: 'Milliseconds. How long one render may take; 0 is without limit.',
  HungAfterMs:
    'Milliseconds. A render without output and use of the CPU for so long is hung, four times as long where there is a GPU; 0: never.',
  HungFrameFactor:
    "A frame that takes so many times what the task's frames take on its machine, without progress, is hung; 0: never.",
  HungFrameMinMs: 'Milliseconds. No frame is taken to be hung by that before this.',
  StopTimeoutMs: 'Milliseconds. How long canceling waits for a machine to end its render.',
  RescanIntervalMs: 'Milliseconds. How often rows written by other programs are looked for.',
  LinkHeartbeatMs: 'Milliseconds. How often a machine of the link that holds work says how it is.',
  LinkIdleHeartbeatMs: 'Milliseconds. How often an idle one does; it is gone after 2.5 times as long.',
  LinkSilentAfterMs:
    'Milliseconds. A machine of the link that holds work and says nothing for so long is lost.',
  LinkReconnectGraceMs:
    'Milliseconds. How long a machine of the link may take to come back when its connection broke.',
  LinkReturnGraceMs:
    'Milliseconds. How long machines of the link have to come back after RenderAPI was started, before what they render is given to others.',
};
