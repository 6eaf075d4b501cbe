/** A renderer of this machine. */
export interface RenderingEngine {
  /** `engines.name` in the database; compared without case. */
  readonly engineId: string;
  /** An absolute path, or a bare name that is looked up in PATH. */
  readonly executablePath: string;
  /** Put before the arguments of every render. */
  readonly leadingArguments: readonly string[];
}

/** HPCServer.json, read and checked. docs/hpc-server.md describes every key. */
export interface HpcServerSettings {
  /** 0 lets the system choose. */
  readonly port: number;
  /** Whether somebody said which port; a machine that has joined a farm listens only then. */
  readonly isPortGiven: boolean;
  /** null: every address, IPv6 too where there is any. */
  readonly bindAddress: string | null;
  readonly renderingEngines: readonly RenderingEngine[];
  /** Addresses and CIDR blocks that may start and stop renders. */
  readonly trustedRenderApis: readonly string[];
  readonly dataDirectory: string;
  /** Bytes of output kept per attempt. */
  readonly maxLogBytes: number;
  /** Attempts whose logs are kept. */
  readonly keepAttempts: number;
  /** How long a renderer may take to end when asked, before it is killed. */
  readonly stopGraceMs: number;
  /** The longest render; 0 for no limit. */
  readonly maxRenderMs: number;
  /** Renders at once for leases; null: as RenderAPI says. */
  readonly slots: number | null;
  /** Whether renderers are looked for in the usual places too. */
  readonly findsEngines: boolean;
  /** A render without output and without use of the CPU for so long is hung; 0: never. null: as RenderAPI says. */
  readonly hungAfterMs: number | null;
  /** Bytes of projects kept for later leases. */
  readonly cacheBytes: number;
  /** Where this machine sees the folder in which RenderAPI keeps contents; null: nowhere. */
  readonly sharedContents: string | null;
  /** Where other machines of the local network fetch what this one has; 0 lets the system choose, null: nowhere. */
  readonly sharePort: number | null;
  /** Bytes of rendered files that wait for their upload; beyond it nothing new is started. */
  readonly outputBufferBytes: number;
  /** How long a session without work stays open. */
  readonly sessionIdleMs: number;
  /** A session that holds more is closed after its frame; null: no limit. */
  readonly sessionMemoryMb: number | null;
  /** Without keyboard and mouse for so long, nobody uses the computer. */
  readonly userIdleMs: number;
  /** Bytes of what RenderAPI has not heard yet; beyond it nothing new is started. */
  readonly maxOutboxBytes: number;
}
