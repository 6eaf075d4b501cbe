/** How far the upload of a project is. */
export interface ProjectProgress {
  /** `hashing`: nothing is sent yet. */
  readonly phase: 'hashing' | 'uploading';
  readonly files: number;
  /** Of all files. */
  readonly totalBytes: number;
  readonly hashedBytes: number;
  /** What RenderAPI lacks of it, as far as is known. */
  readonly missingBytes: number;
  readonly sentBytes: number;
  /** Over the last seconds; 0 while nothing is sent. */
  readonly bytesPerSecond: number;
  /** null while it cannot be told. */
  readonly etaMs: number | null;
}

/** Measures over so long. */
const windowMs = 5000;
const sampleMs = 200;

/** Measures how fast something goes, over the last seconds. */
export function createRate(now: () => number = performance.now.bind(performance)) {
  const samples: { readonly atMs: number; readonly bytes: number }[] = [];
  return {
    /** @param bytes all until now @returns bytes per second */
    at(bytes: number): number {
      const atMs = now();
      const last = samples.at(-1);
      if (last === undefined || atMs - last.atMs >= sampleMs) samples.push({ atMs, bytes });
      while (samples.length > 2 && atMs - (samples[0]?.atMs ?? 0) > windowMs) samples.shift();
      const first = samples[0];
      if (first === undefined || atMs - first.atMs < sampleMs) return 0;
      return Math.max(0, ((bytes - first.bytes) / (atMs - first.atMs)) * 1000);
    },
  };
}
