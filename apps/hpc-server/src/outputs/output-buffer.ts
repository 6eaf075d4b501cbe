/** Counts what is rendered and not uploaded yet, so that a machine whose RenderAPI is away fills no disk. */
export interface OutputBuffer {
  /** Whether something new may be started. */
  hasRoom(): boolean;
  /** Counts files in. Call the result once when they are uploaded or given up. */
  hold(bytes: number): () => void;
  /** Bytes that wait now. */
  readonly bytes: number;
}

/** Frames of no size count too: each is a promise and a row of an outbox. */
const mostFrames = 512;

/** @param onRoom told when there is room again after there was none */
export function createOutputBuffer(limitBytes: number, onRoom: () => void): OutputBuffer {
  let bytes = 0;
  let frames = 0;
  const hasRoom = () => (bytes < limitBytes || frames === 0) && frames < mostFrames;

  return {
    hasRoom,
    get bytes() {
      return bytes;
    },
    hold(held) {
      bytes += held;
      frames += 1;
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        const wasFull = !hasRoom();
        bytes -= held;
        frames -= 1;
        if (wasFull && hasRoom()) onRoom();
      };
    },
  };
}
