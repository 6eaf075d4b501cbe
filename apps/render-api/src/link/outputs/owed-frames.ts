/** Frames that are done and whose outputs are not yet where people find them. */
export interface OwedFrames {
  add(frame: { readonly leaseId: number; readonly frame: number }): void;
  has(leaseId: number, frame: number): boolean;
  /**
   * The lease has ended: nothing of it is wanted but what is owed.
   *
   * @returns whether nothing is owed
   */
  end(leaseId: number): boolean;
  /** The frame was published. @returns whether it was the last that was owed of a lease that has ended */
  isLastOfEnded(frame: { readonly leaseId: number; readonly frame: number }): boolean;
}

export function createOwedFrames(): OwedFrames {
  const owed = new Map<number, Set<number>>();
  const ended = new Set<number>();
  return {
    add({ leaseId, frame }) {
      const frames = owed.get(leaseId);
      if (frames === undefined) owed.set(leaseId, new Set([frame]));
      else frames.add(frame);
    },
    has: (leaseId, frame) => owed.get(leaseId)?.has(frame) === true,
    end(leaseId) {
      if (!owed.has(leaseId)) return true;
      ended.add(leaseId);
      return false;
    },
    isLastOfEnded({ leaseId, frame }) {
      const frames = owed.get(leaseId);
      frames?.delete(frame);
      if (frames !== undefined && frames.size > 0) return false;
      owed.delete(leaseId);
      return ended.delete(leaseId);
    },
  };
}
