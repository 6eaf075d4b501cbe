/** What `renderonline` ends with; scripts rely on these, docs/cli.md lists them. */
export const exitCodes = {
  ok: 0,
  /** Something that has no code of its own. */
  failed: 1,
  /** A command, option or value that makes no sense, or one that the farm refuses as invalid. */
  usage: 2,
  /** Credentials are missing or wrong, or the user may not. */
  credentials: 3,
  notFound: 4,
  /** Not possible as things are: it exists already, is in use, has ended, a limit is reached. */
  refused: 5,
  /** RenderAPI, the database or a machine does not answer. */
  unreachable: 6,
  /** The disk is full, or a folder is not writable. */
  disk: 7,
  portTaken: 8,
  /** Blender, or another renderer, is not installed. */
  rendererMissing: 9,
  taskFailed: 10,
  taskCanceled: 11,
  /** The question was answered with no, or could not be asked. */
  declined: 12,
  /** Another quickstart runs in this folder. */
  alreadyRunning: 13,
  /** Ctrl-C. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
