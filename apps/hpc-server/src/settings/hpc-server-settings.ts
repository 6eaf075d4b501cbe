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
}
