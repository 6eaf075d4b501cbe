/** How busy the farm was within some time, and what waited, for all or of one user or engine. */
export interface LoadSums {
  /** Milliseconds in which slots of machines rendered, added up. */
  readonly busySlotMs: number;
  /** Frames that waited, times the milliseconds in which they did. */
  readonly waitingFrameMs: number;
  /** The most that waited at once. */
  readonly maxWaitingFrames: number;
}

/** What machines there were within some time, as far as somebody looked. */
export interface OnlineSums {
  /** Milliseconds in which a RenderAPI scheduled and looked. */
  readonly observedMs: number;
  /** Milliseconds in which machines were there, added up. */
  readonly onlineMs: number;
  /** The same for each of their slots. */
  readonly onlineSlotMs: number;
}

/** All that a RenderAPI has seen of an hour; the same hour may be written again and again. */
export interface FarmHour extends OnlineSums {
  /** The hour's first moment. */
  readonly hourMs: number;
  /** Null is all: one of everything, one for each user, one for each engine, and one for each user of each engine. */
  readonly loads: readonly (LoadSums & {
    readonly userId: number | null;
    readonly engineId: number | null;
  })[];
}
