/** One file of a project. */
export interface ManifestFile {
  /** Relative, `/`-separated, in Unicode's NFC: `textures/wood.png`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Of its bytes; 64 hexadecimal digits, lower case. */
  readonly sha256: string;
}

/** What a project is: its files, in no order, and the one that the engine opens. */
export interface Manifest {
  /** One of the files' paths. */
  readonly mainPath: string;
  readonly files: readonly ManifestFile[];
}

export interface ManifestLimits {
  /** Files of one project. */
  readonly maxFiles: number;
  /** Bytes of all its files together; the same content under two paths counts twice. */
  readonly maxBytes: number;
}
