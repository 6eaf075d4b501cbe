import { domainError } from '../errors/domain-error.ts';
import { maxFrameNumber } from '../frames/range-text.ts';
import type { FrameRange } from '../frames/frame-range.ts';

/** The two arguments that make a task an animation, by the names that 1.x's seed gives them. */
export const startFrameName = 'start_frame';
export const endFrameName = 'end_frame';

/** The default of `maxFramesPerTask`: an hour of film at 24 frames a second, and some more. */
export const defaultMaxFramesPerTask = 100_000;

export interface FrameLimits {
  readonly maxFramesPerTask: number;
}

/**
 * The frames that a task's arguments ask for.
 *
 * @param values argument values by name, as submitted
 * @returns the range from `start_frame` to `end_frame` when both are there; otherwise 'single': the
 *   task has one frame, numbered 1 (`singleFrame`)
 * @throws DomainError `frame-range-invalid` when one is not a whole number, the first is after the
 *   last, or there are more frames than the limit
 */
export function framesOfTask(
  values: ReadonlyMap<string, string>,
  limits: FrameLimits = { maxFramesPerTask: defaultMaxFramesPerTask },
): FrameRange[] | 'single' {
  const firstText = values.get(startFrameName);
  const lastText = values.get(endFrameName);
  if (firstText === undefined || lastText === undefined) return 'single';
  const first = parseFrame(startFrameName, firstText);
  const last = parseFrame(endFrameName, lastText);
  if (first > last) {
    throw domainError('frame-range-invalid', `The first frame, ${first}, is after the last one, ${last}.`, {
      first,
      last,
    });
  }
  const count = last - first + 1;
  if (count > limits.maxFramesPerTask) {
    throw domainError(
      'frame-range-invalid',
      `${count} frames are more than the ${limits.maxFramesPerTask} that one task may have; split the animation.`,
      { count, maxFramesPerTask: limits.maxFramesPerTask },
    );
  }
  return [{ first, last }];
}

/**
 * The values with which a task's template renders only these frames. Values of a task without frames
 * come back as they are.
 */
export function valuesForFrames(
  values: ReadonlyMap<string, string>,
  frames: FrameRange,
): ReadonlyMap<string, string> {
  if (!values.has(startFrameName) || !values.has(endFrameName)) return values;
  return new Map(values).set(startFrameName, `${frames.first}`).set(endFrameName, `${frames.last}`);
}

function parseFrame(name: string, text: string): number {
  const frame = /^-?\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(Math.abs(frame) <= maxFrameNumber)) {
    const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
    throw domainError(
      'frame-range-invalid',
      `${name} must be a whole number up to ${maxFrameNumber}, not "${shown}".`,
      {
        name,
        value: shown,
      },
    );
  }
  return frame === 0 ? 0 : frame;
}
