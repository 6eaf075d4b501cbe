import type { EngineView, StepRequest } from '@renderonline/contract';
import { splitCommandLine } from '@renderonline/domain';
import { CliError } from '../io/cli-error.ts';
import { exitCodes } from '../io/exit-code.ts';
import { argumentsFor, chooseEngine } from './submission.ts';

/** So many steps a task may have. */
export const maxSteps = 8;

/**
 * What `--step 'ENGINE name=value …'` asks for, each given once more for the step after it. Values with spaces are in
 * double quotes.
 *
 * @throws CliError when an engine or an argument is not there, or is not what it must be
 */
export function stepsOf(
  engines: readonly EngineView[],
  texts: readonly string[] = [],
): Pick<StepRequest, 'engineId' | 'arguments'>[] {
  if (texts.length > maxSteps) {
    throw new CliError(exitCodes.usage, 'too-many-steps', `A task has ${maxSteps} steps at most.`, {
      next: 'Submit the others when it has succeeded, or leave some out.',
    });
  }
  return texts.map((text) => {
    const [name, ...values] = splitCommandLine(text);
    if (name === undefined || values.some((value) => !/^[^=]+=/.test(value))) {
      throw new CliError(
        exitCodes.usage,
        'step-invalid',
        `--step "${text}" is no engine with its arguments.`,
        {
          next: "Write it like --step 'ffmpeg-frames frame_rate=24 video_quality=20 video_extension=.mp4'.",
        },
      );
    }
    const engine = chooseEngine(engines, '', name);
    return {
      engineId: engine.engineId,
      arguments: Object.fromEntries(argumentsFor(engine, { arg: values })),
    };
  });
}

/** The engine of the preset that writes frames in another format, and what it calls the formats. */
const converter = 'ffmpeg-images';
const extensions = { png: '.png', jpeg: '.jpg', tiff: '.tif', bmp: '.bmp' } as const;
export type ImageFormat = keyof typeof extensions;

/**
 * The step that writes the frames of a task in another format, under their numbers.
 *
 * @param values the arguments of the task, which say its frames
 * @throws CliError when the farm cannot
 */
export function conversionOf(
  engines: readonly EngineView[],
  format: ImageFormat,
  values: ReadonlyMap<string, string>,
): Pick<StepRequest, 'engineId' | 'arguments'> {
  const { engineId } = chooseEngine(engines, '', converter);
  const first = values.get('start_frame') ?? '1';
  const frames = { start_frame: first, end_frame: values.get('end_frame') ?? first, first_frame: first };
  const quality: Record<string, string> = format === 'jpeg' ? { image_quality: '2' } : {};
  return { engineId, arguments: { ...frames, image_extension: extensions[format], ...quality } };
}
