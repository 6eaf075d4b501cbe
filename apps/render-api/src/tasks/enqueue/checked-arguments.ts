import { basename, dirname } from 'node:path';
import { findEngine, listArgumentTypes, type Database, type Engine } from '@renderonline/database';
import {
  checkArgumentValue,
  expandTemplate,
  extensionOf,
  framesOfTask,
  inputDirectoryPlaceholder,
  inputExtensionPlaceholder,
  joinCommandLine,
  outputDirectoryPlaceholder,
  parseTemplate,
  singleFrame,
  templateTakesFrames,
  uploadedFilePlaceholder,
  v1Refusals,
  type ArgumentTemplate,
  type ArgumentType,
  type FrameRange,
} from '@renderonline/domain';
import type { SubmissionRequest } from './submission-request.ts';

/** Arguments that fit an engine's template. */
export interface CheckedArguments {
  readonly engine: Engine;
  readonly values: ReadonlyMap<string, string>;
  readonly frames: readonly FrameRange[];
  /** The command, readable, once it is known where the file lies. */
  commandFor(paths: { filePath: string; outputDirectory: string }): string;
}

/** @throws DomainError 'engine-not-found' */
export async function engineOf(
  database: Database,
  { engineId, engineIdText }: Pick<SubmissionRequest, 'engineId' | 'engineIdText'>,
): Promise<Engine> {
  const engine = engineId === undefined ? undefined : await findEngine(database.db, { engineId });
  if (!engine) throw v1Refusals.engineNotFound(engineIdText);
  return engine;
}

/**
 * Checks arguments against their types and the engine's template, in 1.x's order.
 *
 * @throws DomainError the first refusal.
 */
export async function checkArguments(
  { database, maxFramesPerTask }: { readonly database: Database; readonly maxFramesPerTask: number },
  engine: Engine,
  request: Pick<SubmissionRequest, 'arguments'>,
): Promise<CheckedArguments> {
  const types = await listArgumentTypes(database.db);
  const values = checkedValues(request, new Map(types.map((type) => [type.argtypeId, type])));
  const template = parseTemplate(engine.renderArgument, new Set(types.map(({ argtypeId }) => argtypeId)));
  // Where they are not the template's, start_frame and end_frame are arguments like any others.
  const frames = templateTakesFrames(template) ? framesOfTask(values, { maxFramesPerTask }) : 'single';
  const commandFor = commandOf(template, values);
  // The paths come later, and cannot make an expansion fail: they are absolute.
  commandFor({ filePath: '/', outputDirectory: '/' });
  return { engine, values, frames: frames === 'single' ? [singleFrame] : frames, commandFor };
}

function checkedValues(
  request: Pick<SubmissionRequest, 'arguments'>,
  types: ReadonlyMap<string, ArgumentType>,
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const { argtypeId, value } of request.arguments) {
    const type = types.get(argtypeId);
    if (!type) throw v1Refusals.argumentTypeUnknown(argtypeId);
    checkArgumentValue(type, value);
    // 1.x replaced with the first value that came under a name; later ones found nothing left to replace.
    if (!values.has(argtypeId)) values.set(argtypeId, value);
  }
  return values;
}

function commandOf(
  template: ArgumentTemplate,
  values: ReadonlyMap<string, string>,
): CheckedArguments['commandFor'] {
  return ({ filePath, outputDirectory }) =>
    joinCommandLine(
      expandTemplate(
        template,
        new Map(values)
          .set(uploadedFilePlaceholder, filePath)
          .set(inputDirectoryPlaceholder, dirname(filePath))
          .set(inputExtensionPlaceholder, extensionOf(basename(filePath)))
          .set(outputDirectoryPlaceholder, outputDirectory),
      ),
    );
}
