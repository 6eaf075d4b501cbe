/** Where an S3-compatible object storage is, and how it is used. */
export interface S3ContentsOptions {
  /** Such as `https://s3.example.com`; AWS itself unless given. */
  readonly endpoint?: string | undefined;
  /** `us-east-1` unless given; most storages other than AWS take any. */
  readonly region?: string | undefined;
  readonly bucket: string;
  /** Before every key, ends with a slash unless empty. Several farms may share a bucket with prefixes of their own. */
  readonly prefix?: string | undefined;
  /** From the environment, files or the computer's role, as the tools of AWS find them, unless given. */
  readonly credentials?:
    | {
        readonly accessKeyId: string;
        readonly secretAccessKey: string;
        readonly sessionToken?: string | undefined;
      }
    | undefined;
  /** Whether the bucket is in the path rather than in the host's name; true with an endpoint unless given. */
  readonly isPathStyle?: boolean | undefined;
  /** Longest time in ms without a byte from a source; two minutes unless given. */
  readonly idleTimeoutMs?: number | undefined;
  /** Longest time in ms that the storage may take to answer; five minutes unless given. */
  readonly requestTimeoutMs?: number | undefined;
  /** Bytes of a part of a large content, at least 5 MiB at AWS; 8 MiB unless given. Three are held in memory. */
  readonly partBytes?: number | undefined;
  /** Larger contents are copied in ranges of so many bytes; 512 MiB unless given. */
  readonly copyBytes?: number | undefined;
  /** Contents listed by one request; 1000, the most that there may be, unless given. */
  readonly pageSize?: number | undefined;
  /** A content was found to have other bytes by now, and is not there any more. Must not throw. */
  readonly onDamaged?: ((sha256: string) => Promise<void>) | undefined;
}
