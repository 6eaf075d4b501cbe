import type { EngineView, StepRequest, TaskTemplateView } from '@renderonline/contract';
import { cleanText } from '../terminal/clean-text.ts';

/** What a template keeps, a line each. */
export function submissionLines(
  { submission: { steps = [], ...task } }: Pick<TaskTemplateView, 'submission'>,
  engines: readonly EngineView[],
): string[] {
  const nameOf = (engineId: number) =>
    engines.find((engine) => engine.engineId === engineId)?.name ?? `${engineId}, which is gone`;
  const { engineId, arguments: values, requirements = {}, ...wishes } = task;
  const facts: [string, string][] = [
    ['engine', nameOf(engineId)],
    ['arguments', valuesText(values)],
    ['wishes', valuesText({ ...wishes, ...requirements })],
    ...steps.map((step): [string, string] => ['step', stepText(step, nameOf(step.engineId))]),
  ];
  return facts.flatMap(([title, text]) => (text === '' ? [] : [cleanText(`${title.padEnd(10)} ${text}`)]));
}

function stepText({ engineId: _, arguments: values, ...wishes }: StepRequest, engine: string): string {
  return [engine, valuesText(values), valuesText({ ...wishes })].filter((part) => part !== '').join(' ');
}

function valuesText(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
}
