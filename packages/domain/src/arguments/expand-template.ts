import { domainError } from '../errors/domain-error.ts';
import { placeholderPrefix } from './argument-template.ts';
import type { ArgumentTemplate, TemplateArgument, TemplatePart } from './argument-template.ts';

const numberPattern = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;

/**
 * Puts values into a template. Each value goes in as it is: it is not looked at for placeholders,
 * quotes or spaces, and never becomes more than a piece of one argument.
 *
 * An argument whose optional placeholder has no value is left out; when it is nothing but that
 * placeholder, a literal option just before it (`-F $RENDERONLINE:output_format?`) is left out too.
 *
 * @param values by name; those of the specials (`@uploaded_file`, …) under these names
 * @throws DomainError `placeholder-without-value` naming a placeholder that needs a value and has none;
 *   `argument-value-invalid` when an argument would begin with a value that looks like an option
 */
export function expandTemplate(template: ArgumentTemplate, values: ReadonlyMap<string, string>): string[] {
  const expanded: string[] = [];
  let previous: TemplateArgument | undefined;
  for (const argument of template.arguments) {
    requireValues(argument, values);
    if (argument.some((part) => isAbsent(part, values))) {
      if (argument.length === 1 && previous !== undefined && isLiteralOption(previous)) expanded.pop();
      // What is gone cannot be taken away again by the next argument.
      previous = undefined;
    } else {
      expanded.push(expandArgument(argument, values));
      previous = argument;
    }
  }
  return expanded;
}

function isAbsent(part: TemplatePart, values: ReadonlyMap<string, string>): boolean {
  return part.kind === 'placeholder' && part.isOptional && !values.has(part.name);
}

function requireValues(argument: TemplateArgument, values: ReadonlyMap<string, string>): void {
  for (const part of argument) {
    if (part.kind === 'placeholder' && !part.isOptional && !values.has(part.name)) {
      throw domainError(
        'placeholder-without-value',
        `The engine needs a value for ${placeholderPrefix}${part.name}, and none was sent.`,
        { placeholder: part.name },
      );
    }
  }
}

/** `-F`, `--format`, but not `-` (standard input) or `--` (the end of options), which stand for themselves. */
function isLiteralOption(argument: TemplateArgument): boolean {
  const [part] = argument;
  return argument.length === 1 && part?.kind === 'literal' && /^--?[^-]/.test(part.text);
}

function expandArgument(argument: TemplateArgument, values: ReadonlyMap<string, string>): string {
  let text = '';
  for (const part of argument) {
    const piece = part.kind === 'literal' ? part.text : (values.get(part.name) ?? '');
    if (part.kind === 'placeholder' && text === '') refuseOption(part.name, piece);
    text += piece;
  }
  return text;
}

/** A value must never be taken for an option: by most programs one that begins with `-`, by POV-Ray with `+`. */
function refuseOption(name: string, value: string): void {
  if (!/^[-+]/.test(value) || numberPattern.test(value)) return;
  const shown = value.length > 64 ? `${value.slice(0, 64)}…` : value;
  throw domainError(
    'argument-value-invalid',
    `Value ${shown} of ${name} would be taken for an option: it must not begin with - or +.`,
    { argtypeId: name },
  );
}
