import {
  checkArgumentValue,
  expandTemplate,
  framesOfTask,
  isDomainError,
  requiredPlaceholders,
  type ArgumentTemplate,
  type ArgumentType,
  type DomainError,
} from '@renderonline/domain';

/** A piece of an argument: text, or a place that has no value yet. */
export type TrialPiece = { readonly text: string } | { readonly hole: string };

export interface TemplateTrial {
  /** What the machine is told, an argument each; none where it cannot be said. */
  readonly argv: readonly (readonly TrialPiece[])[];
  /** What RenderAPI would answer in place of taking the task, by the value that is to blame; '' for none. */
  readonly refusals: ReadonlyMap<string, DomainError>;
  /** Whether it is what a machine would be told, with nothing left open. */
  readonly isWhole: boolean;
}

interface TemplateTrialInput {
  readonly template: ArgumentTemplate;
  readonly argumentTypes: ReadonlyMap<string, ArgumentType>;
  /** As typed in; empty ones are not submitted. */
  readonly values: ReadonlyMap<string, string>;
  /** What RenderAPI would fill in. */
  readonly specials: ReadonlyMap<string, string>;
}

/** Characters of nobody's: around the number of a name, they stand for a value that is not there. */
const [holeBegin, holeEnd] = ['\u{F0000}', '\u{F0001}'];

/** Expands a template with these values as RenderAPI does when a task is submitted, and shows what is still open. */
export function tryTemplate(input: TemplateTrialInput): TemplateTrial {
  const { template, argumentTypes, values, specials } = input;
  const refusals = new Map<string, DomainError>();
  const note = (name: string, check: () => void): void => {
    try {
      check();
    } catch (error) {
      if (!isDomainError(error)) throw error;
      refusals.set(name, error);
    }
  };
  const given = new Map([...values].filter(([, value]) => value !== ''));
  for (const [name, value] of given) {
    const type = argumentTypes.get(name);
    if (type !== undefined) note(name, () => checkArgumentValue(type, value));
  }
  if (refusals.size === 0) note('', () => framesOfTask(given));

  const filled = new Map([...specials, ...[...given].filter(([name]) => !refusals.has(name))]);
  const holes = requiredPlaceholders(template).filter((name) => !filled.has(name));
  holes.forEach((name, index) => filled.set(name, `${holeBegin}${index}${holeEnd}`));
  let argv: string[] = [];
  try {
    argv = expandTemplate(template, filled);
  } catch (error) {
    if (!isDomainError(error)) throw error;
    refusals.set(String(error.details['argtypeId'] ?? ''), error);
  }
  return {
    argv: argv.map((argument) => piecesOf(argument, holes)),
    refusals,
    isWhole: refusals.size === 0 && holes.length === 0,
  };
}

function piecesOf(argument: string, holes: readonly string[]): TrialPiece[] {
  return argument
    .split(new RegExp(`(${holeBegin}\\d+${holeEnd})`, 'u'))
    .filter((piece) => piece !== '')
    .map((piece) => {
      const hole = piece.startsWith(holeBegin)
        ? holes[Number(piece.slice(holeBegin.length, -holeEnd.length))]
        : undefined;
      return hole === undefined ? { text: piece } : { hole };
    });
}
