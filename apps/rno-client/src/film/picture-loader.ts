/** Loads pictures a few at a time, and keeps the newest of them. */
export interface PictureLoader<Picture> {
  /** The picture when it is here. */
  get(url: string): Picture | undefined;
  /** Whether it could not be had, and is not tried again yet. */
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
  /** What is wanted is looked at that often at most: while somebody scrolls it is other pictures all the time. Default 0. */
  readonly wantEveryMs?: number;
  /** Calls it after so many milliseconds. @returns takes that back */
  readonly later: (run: () => void, ms: number) => () => void;
}

/**
 * A picture that could not be had is tried again then, as long as it is wanted, after twice as long each time: RenderAPI
 * may have been busy or away, and nothing that happens later need say that it is back.
 */
export const tryAgainMs = { first: 500, longest: 60_000 } as const;

/** Nothing is loaded before it is wanted. */
export function createPictureLoader<Picture>(options: PictureLoaderOptions<Picture>): PictureLoader<Picture> {
  const { load, release, atOnce = 4, kept = 400, wantEveryMs = 0, later } = options;
  /** In the order of their last use. */
  const pictures = new Map<string, Picture>();
  const failures = new Map<
    string,
    { readonly waitMs: number; readonly isOver: boolean; readonly end: () => void }
  >();
  const underWay = new Map<string, AbortController>();
  const listeners = new Set<() => void>();
  let wanted: readonly string[] = [];
  /** While a look at what is wanted is not over; what was wanted meanwhile, if anything was. */
  let rest: { readonly end: () => void; next?: readonly string[] } | undefined;

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
      else {
        keep(url, picture);
        failures.delete(url);
      }
    } catch {
      if (!stop.signal.aborted) fail(url);
    }
    if (underWay.get(url) === stop) underWay.delete(url);
    if (stop.signal.aborted) return;
    for (const listener of listeners) listener();
    pump();
  }

  function fail(url: string): void {
    const before = failures.get(url);
    const waitMs = before === undefined ? tryAgainMs.first : Math.min(2 * before.waitMs, tryAgainMs.longest);
    const end = later(() => {
      failures.set(url, { waitMs, isOver: true, end });
      pump();
    }, waitMs);
    failures.set(url, { waitMs, isOver: false, end });
  }

  function hasFailed(url: string): boolean {
    return failures.get(url)?.isOver === false;
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

  function look(urls: readonly string[]): void {
    if (wantEveryMs > 0) {
      const end = later(() => {
        const { next } = rest ?? {};
        rest = undefined;
        if (next !== undefined) look(next);
      }, wantEveryMs);
      rest = { end };
    }
    wanted = urls;
    const still = new Set(urls);
    for (const [url, stop] of underWay) {
      if (still.has(url)) continue;
      stop.abort();
      underWay.delete(url);
    }
    for (const [url, { end }] of failures) {
      if (still.has(url)) continue;
      end();
      failures.delete(url);
    }
    pump();
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
      if (rest === undefined) look(urls);
      else rest.next = urls;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      rest?.end();
      wanted = [];
      for (const stop of underWay.values()) stop.abort();
      for (const { end } of failures.values()) end();
      for (const picture of pictures.values()) release?.(picture);
      pictures.clear();
    },
  };
}
