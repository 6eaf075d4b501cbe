/** Loads pictures a few at a time, and keeps the newest of them. */
export interface PictureLoader<Picture> {
  /** The picture when it is here. */
  get(url: string): Picture | undefined;
  /** Whether it was tried a moment ago and could not be had. */
  hasFailed(url: string): boolean;
  /** What is wanted now, most wanted first. What is on its way and no longer wanted is given up. */
  want(urls: readonly string[]): void;
  /** Called after every picture that came. @returns ends it */
  subscribe(listener: () => void): () => void;
  close(): void;
}

export interface PictureLoaderOptions<Picture> {
  readonly load: (url: string, signal: AbortSignal) => Promise<Picture>;
  /** Frees what a picture holds. */
  readonly release?: (picture: Picture) => void;
  /** A browser opens six connections; the stream of events has one, and whoever clicks wants one. Default 4. */
  readonly atOnce?: number;
  /** Default 400. */
  readonly kept?: number;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

/** A picture that could not be had is tried again then, when it is still wanted: RenderAPI may have been busy or away. */
export const tryAgainMs = 10_000;

/** Nothing is loaded before it is wanted. */
export function createPictureLoader<Picture>(options: PictureLoaderOptions<Picture>): PictureLoader<Picture> {
  const { load, release, atOnce = 4, kept = 400, now } = options;
  /** In the order of their last use. */
  const pictures = new Map<string, Picture>();
  const failedAtMs = new Map<string, number>();
  const underWay = new Map<string, AbortController>();
  const listeners = new Set<() => void>();
  let wanted: readonly string[] = [];

  function keep(url: string, picture: Picture): void {
    pictures.set(url, picture);
    for (const [oldest, its] of pictures) {
      if (pictures.size <= kept) break;
      pictures.delete(oldest);
      release?.(its);
    }
  }

  async function fetchOne(url: string, stop: AbortController): Promise<void> {
    try {
      const picture = await load(url, stop.signal);
      if (stop.signal.aborted) release?.(picture);
      else keep(url, picture);
    } catch {
      if (!stop.signal.aborted) failedAtMs.set(url, now());
    }
    if (underWay.get(url) === stop) underWay.delete(url);
    if (stop.signal.aborted) return;
    for (const listener of listeners) listener();
    pump();
  }

  function hasFailed(url: string): boolean {
    const atMs = failedAtMs.get(url);
    return atMs !== undefined && now() - atMs < tryAgainMs;
  }

  function pump(): void {
    for (const url of wanted) {
      if (underWay.size >= atOnce) return;
      if (pictures.has(url) || hasFailed(url) || underWay.has(url)) continue;
      const stop = new AbortController();
      underWay.set(url, stop);
      void fetchOne(url, stop);
    }
  }

  return {
    get(url) {
      const picture = pictures.get(url);
      if (picture === undefined) return undefined;
      pictures.delete(url);
      pictures.set(url, picture);
      return picture;
    },
    hasFailed,
    want(urls) {
      wanted = urls;
      const still = new Set(urls);
      for (const [url, stop] of underWay) {
        if (still.has(url)) continue;
        stop.abort();
        underWay.delete(url);
      }
      pump();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      wanted = [];
      for (const stop of underWay.values()) stop.abort();
      for (const picture of pictures.values()) release?.(picture);
      pictures.clear();
    },
  };
}
