import { domainError } from '../errors/domain-error.ts';
import { placeholderPrefix } from './argument-template.ts';
import type { ArgumentTemplate, TemplatePart } from './argument-template.ts';
import { countBackslashes, readBackslashes } from './command-line.ts';
import { placeholderAt, placeholderNames, type PlaceholderSpan } from './placeholder-spans.ts';

/**
 * Reads an engine's argument template, once, into an argument array. White space separates arguments;
 * double quotes and backslashes before them mean what they mean to `splitCommandLine`; single quotes
 * group as well, and everything within them is itself. `$RENDERONLINE:name` is the place of a value: the longest
 * known name that fits is meant. `$RENDERONLINE:name?` may go without a value. docs/templates.md has
 * examples.
 *
 * @param knownNames the names that values may have (every argument type's, not only the submitted
 *   ones); the specials (`@uploaded_file`, …) are always known
 * @throws DomainError `placeholder-without-value` naming a placeholder that is not known;
 *   `template-invalid` when a quote is not closed; both with the `position` in the text
 */
export function parseTemplate(text: string, knownNames: ReadonlySet<string>): ArgumentTemplate {
  return { arguments: new TemplateReader(text, placeholderNames(knownNames)).read() };
}

type Quote = '"' | "'" | undefined;

class TemplateReader {
  readonly #text: string;
  /** Longest first. */
  readonly #names: readonly string[];
  readonly #arguments: TemplatePart[][] = [];
  /** The argument being read; undefined between arguments. */
  #current: TemplatePart[] | undefined;
  #quote: Quote;
  #quotePosition = 0;
  #position = 0;

  constructor(text: string, names: readonly string[]) {
    this.#text = text;
    this.#names = names;
  }

  read(): TemplatePart[][] {
    while (this.#position < this.#text.length) this.#readNext();
    if (this.#quote !== undefined) {
      throw domainError(
        'template-invalid',
        `The argument template has a ${this.#quote} that is never closed.`,
        { quote: this.#quote, position: this.#quotePosition },
      );
    }
    this.#endArgument();
    return this.#arguments;
  }

  #readNext(): void {
    const character = this.#text.charAt(this.#position);
    if (this.#text.startsWith(placeholderPrefix, this.#position)) {
      this.#readPlaceholder();
    } else if (character === '\\' && this.#quote !== "'") {
      this.#readBackslashes();
    } else if (this.#quote === undefined ? isQuote(character) : character === this.#quote) {
      this.#readQuote(character);
    } else if (this.#quote === undefined && /\s/.test(character)) {
      this.#endArgument();
      this.#position += 1;
    } else {
      this.#append(character);
      this.#position += 1;
    }
  }

  #readQuote(character: string): void {
    if (this.#quote === '"' && this.#text[this.#position + 1] === '"') {
      this.#append('"');
      this.#position += 2;
      return;
    }
    this.#quote = this.#quote === undefined && isQuote(character) ? character : undefined;
    this.#quotePosition = this.#position;
    // Even "" is an argument.
    this.#current ??= [];
    this.#position += 1;
  }

  #readPlaceholder(): void {
    const span = placeholderAt(this.#text, this.#position, this.#names);
    if (!span.isKnown) throw unknownPlaceholder(span);
    const { name, isOptional } = span;
    this.#position = span.end;
    this.#current ??= [];
    this.#current.push({ kind: 'placeholder', name, isOptional });
  }

  #readBackslashes(): void {
    const count = countBackslashes(this.#text, this.#position);
    this.#position += count;
    const { literal, escapesQuote } = readBackslashes(count, this.#text[this.#position]);
    this.#append('\\'.repeat(literal) + (escapesQuote ? '"' : ''));
    if (escapesQuote) this.#position += 1;
  }

  #append(text: string): void {
    this.#current ??= [];
    const last = this.#current.at(-1);
    if (last?.kind === 'literal') {
      this.#current[this.#current.length - 1] = { kind: 'literal', text: last.text + text };
    } else if (text !== '') {
      this.#current.push({ kind: 'literal', text });
    }
  }

  #endArgument(): void {
    if (this.#current !== undefined) this.#arguments.push(this.#current);
    this.#current = undefined;
  }
}

function isQuote(character: string): character is '"' | "'" {
  return character === '"' || character === "'";
}

function unknownPlaceholder({ name, start }: PlaceholderSpan) {
  return domainError(
    'placeholder-without-value',
    `The engine's argument template needs ${placeholderPrefix}${name}, and no such argument exists.`,
    { placeholder: name, position: start },
  );
}
