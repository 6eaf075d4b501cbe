import type { EngineView } from '@renderonline/contract';
import {
  checkArgumentValue,
  DomainError,
  extensionOf,
  hasExtension,
  parseRanges,
} from '@renderonline/domain';
import { CliError } from '../io/cli-error.ts';
import { exitCodes } from '../io/exit-code.ts';

export interface SubmissionOptions {
  readonly engine?: string;
  readonly frames?: string;
  readonly format?: string;
  readonly arg?: readonly string[];
}

/**
 * The engine that is meant: by number or name, else the one that opens files of this extension.
 *
 * @throws CliError when there is none, or when several would do
 */
export function chooseEngine(engines: readonly EngineView[], fileName: string, wanted?: string): EngineView {
  if (wanted !== undefined) {
    const byId = engines.find(({ engineId }) => String(engineId) === wanted);
    if (byId !== undefined) return byId;
    const named = engines.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase());
    const [only, second] = named;
    if (only !== undefined && second === undefined) return only;
    if (only !== undefined) throw ambiguous(`${named.length} engines are called ${wanted}.`, named);
    throw new CliError(exitCodes.notFound, 'engine-not-found', `The farm has no engine "${wanted}".`, {
      next: `It has: ${namesOf(engines)}.`,
    });
  }
  const extension = extensionOf(fileName).toLowerCase();
  const able = engines.filter((engine) => hasExtension(fileName, engine.extension));
  const [only, second] = able;
  if (only !== undefined && second === undefined) return only;
  throw only === undefined
    ? new CliError(
        exitCodes.usage,
        'extension-mismatch',
        `No engine of the farm opens ${extension || fileName} files.`,
        {
          next: `The engines are: ${namesOf(engines)}.`,
        },
      )
    : ambiguous(`Several engines open ${extension} files.`, able);
}

function ambiguous(message: string, engines: readonly EngineView[]): CliError {
  const choices = engines.map(({ engineId, name }) => `${engineId} (${name})`).join(' or ');
  return new CliError(exitCodes.usage, 'engine-ambiguous', message, {
    next: `Say which with --engine and its number: ${choices}.`,
  });
}

function namesOf(engines: readonly EngineView[]): string {
  return engines.map(({ name, extension }) => `${name} (${extension})`).join(', ') || 'none yet';
}

/**
 * The arguments to send, by name. Checked as far as the person can be told better here than by a refusal.
 *
 * @param more.base those that a template has already
 * @param more.isPartial others may follow: none has to be there
 * @throws CliError
 */
export function argumentsFor(
  engine: EngineView,
  options: SubmissionOptions,
  {
    base = {},
    isPartial = false,
  }: { readonly base?: Readonly<Record<string, string>>; readonly isPartial?: boolean } = {},
): Map<string, string> {
  const values = new Map<string, string>();
  if (options.frames !== undefined) {
    const { first, last } = frameRange(options.frames);
    values.set('start_frame', String(first));
    values.set('end_frame', String(last));
  }
  if (options.format !== undefined) values.set('output_format', formatFor(engine, options.format));
  for (const text of options.arg ?? []) {
    const equals = text.indexOf('=');
    if (equals < 1) {
      throw new CliError(exitCodes.usage, 'argument-invalid', `--arg "${text}" is not name=value.`, {
        next: 'Write it like --arg samples=64.',
      });
    }
    values.set(text.slice(0, equals), text.slice(equals + 1));
  }
  if (!isPartial) requireComplete(engine, new Map([...Object.entries(base), ...values]));
  for (const [name, value] of values) checkArgument(engine, name, value);
  return values;
}

// RenderAPI checks them as well, but when the project may have been sent already, and in the words of 1.x, which do
// not name the argument.
function checkArgument(engine: EngineView, name: string, value: string): void {
  const type = engine.arguments.find(({ argTypeId }) => argTypeId === name);
  if (type === undefined) {
    const known = engine.arguments.map(({ argTypeId }) => argTypeId).join(', ') || 'none';
    throw new CliError(
      exitCodes.usage,
      'argument-type-unknown',
      `${engine.name} has no argument "${name}".`,
      { next: `It takes: ${known}.` },
    );
  }
  try {
    checkArgumentValue({ argtypeId: name, type: type.type, regex: type.regex }, value);
  } catch (error) {
    // A type that is wrong itself is the administrator's matter: RenderAPI says so.
    if (!(error instanceof DomainError) || error.code !== 'argument-value-invalid') return;
    throw new CliError(exitCodes.usage, error.code, `"${value}" is no value for ${name}.`, {
      next:
        type.regex === null
          ? `It must be of type ${type.type}; docs/templates.md tells what each type accepts.`
          : `It must match ${type.regex}`,
      cause: error,
    });
  }
}

function frameRange(text: string): { first: number; last: number } {
  const refuse = (message: string, cause?: unknown) =>
    new CliError(exitCodes.usage, 'frame-range-invalid', message, {
      next: 'Write it like --frames 1-100 or --frames 7; submit once for each range.',
      cause,
    });
  let ranges: ReturnType<typeof parseRanges>;
  try {
    ranges = parseRanges(text);
  } catch (error) {
    throw error instanceof DomainError ? refuse(error.message, error) : error;
  }
  const [only, second] = ranges;
  if (only !== undefined && second === undefined) return only;
  throw refuse(`--frames "${text}" is not one range.`);
}

// The specification's own argument type wants `.png`; people write PNG.
function formatFor(engine: EngineView, format: string): string {
  const type = engine.arguments.find(({ argTypeId }) => argTypeId === 'output_format');
  const wantsDot = type !== undefined && type.type === 'extension' && type.regex === null;
  return wantsDot && !format.startsWith('.') ? `.${format.toLowerCase()}` : format;
}

function requireComplete(engine: EngineView, values: ReadonlyMap<string, string>): void {
  const missing = engine.arguments
    .filter(({ argTypeId, isRequired }) => isRequired && !values.has(argTypeId))
    .map(({ argTypeId }) => argTypeId);
  if (missing.length === 0) return;
  const options = missing.map((name) =>
    /^(start|end)_frame$/.test(name) ? '--frames 1-100' : `--arg ${name}=…`,
  );
  throw new CliError(
    exitCodes.usage,
    'placeholder-without-value',
    `${engine.name} needs ${missing.join(' and ')}.`,
    { next: `Give ${[...new Set(options)].join(' ')}.` },
  );
}
