import {
  isDomainError,
  parseTemplate,
  placeholderSpans,
  specialPlaceholders,
  templateTakesFrames,
  type ArgumentTemplate,
} from '@renderonline/domain';

/** A stretch of a template as the editor shows it. */
export interface TemplateSegment {
  readonly text: string;
  /** `value`: a placeholder that is submitted; `special`: one that RenderAPI fills in; `unclosed`: a quote to the end. */
  readonly kind: 'text' | 'value' | 'special' | 'unknown' | 'unclosed';
}

export type TemplateFault =
  { readonly kind: 'unclosed'; readonly quote: string } | { readonly kind: 'unknown'; readonly name: string };

export interface TemplateReading {
  readonly segments: readonly TemplateSegment[];
  readonly faults: readonly TemplateFault[];
  /** Of what is to be submitted, in the template's order; names that nobody knows among them. */
  readonly placeholders: readonly { readonly name: string; readonly isRequired: boolean }[];
  /** null when it cannot be read. */
  readonly template: ArgumentTemplate | null;
  /** Whether some of a task's frames can be rendered by themselves. */
  readonly takesFrames: boolean;
}

/**
 * Reads a template as RenderAPI does, and goes on where RenderAPI would refuse it.
 *
 * @param knownNames of all argument types
 */
export function readTemplate(text: string, knownNames: ReadonlySet<string>): TemplateReading {
  const spans = placeholderSpans(text, knownNames);
  const unknown = [...new Set(spans.filter(({ isKnown }) => !isKnown).map(({ name }) => name))];
  const faults: TemplateFault[] = unknown.map((name) => ({ kind: 'unknown', name }));
  let template: ArgumentTemplate | null = null;
  let unclosedFrom = text.length;
  try {
    // A placeholder without a name cannot be passed over.
    if (!unknown.includes('')) template = parseTemplate(text, new Set([...knownNames, ...unknown]));
  } catch (error) {
    if (!isDomainError(error, 'template-invalid')) throw error;
    unclosedFrom = Number(error.details['position']);
    faults.unshift({ kind: 'unclosed', quote: String(error.details['quote']) });
  }
  const required = new Set(spans.filter(({ isOptional }) => !isOptional).map(({ name }) => name));
  return {
    segments: segmentsOf(text, spans, unclosedFrom),
    faults,
    placeholders: [...new Set(spans.map(({ name }) => name))]
      .filter((name) => name !== '' && !specialPlaceholders.includes(name))
      .map((name) => ({ name, isRequired: required.has(name) })),
    template,
    takesFrames: template !== null && templateTakesFrames(template),
  };
}

function segmentsOf(
  text: string,
  spans: ReturnType<typeof placeholderSpans>,
  unclosedFrom: number,
): TemplateSegment[] {
  const segments: TemplateSegment[] = [];
  let from = 0;
  const plain = (to: number): void => {
    const quoted = Math.min(Math.max(unclosedFrom, from), to);
    if (quoted > from) segments.push({ kind: 'text', text: text.slice(from, quoted) });
    if (to > quoted) segments.push({ kind: 'unclosed', text: text.slice(quoted, to) });
    from = to;
  };
  for (const { start, end, name, isKnown } of spans) {
    plain(start);
    const kind = !isKnown ? 'unknown' : specialPlaceholders.includes(name) ? 'special' : 'value';
    segments.push({ kind, text: text.slice(start, end) });
    from = end;
  }
  plain(text.length);
  return segments;
}
