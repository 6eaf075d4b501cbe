import type { FramePublisher } from '../frame-publisher.ts';

/** For schedulers without link machines: nobody uploads anything. */
export const noOutputs: FramePublisher = {
  verify: () => Promise.resolve('nothing was uploaded'),
  publish: () => Promise.resolve(),
  discard: () => Promise.resolve(),
  settled: () => Promise.resolve(),
  recover: () => Promise.resolve(),
};
