import type { EngineView } from '@renderonline/contract';
import { emptyForm, type TaskForm } from './task-form.ts';

const prefix = 'renderonline.form.';
const lastEngineKey = 'renderonline.form-engine';

/** What is usual for an argument that one has to fill in. */
const usual: Readonly<Record<string, string>> = { start_frame: '1', output_format: 'PNG' };

/** The form as it was submitted last with this engine in this browser; else an empty one with what is usual. */
export function rememberedForm(engine: EngineView, storage: Storage): TaskForm {
  const fresh = emptyForm(engine.engineId);
  const values: Record<string, string> = {};
  for (const { argTypeId, isRequired } of engine.arguments) {
    const value = usual[argTypeId];
    if (isRequired && value !== undefined) values[argTypeId] = value;
  }
  const known = readKept(storage.getItem(prefix + engine.name));
  return {
    ...fresh,
    ...known,
    values: { ...values, ...known.values },
    // What one task waited for, and the steps of a template, are not the next one's.
    ...{ engineId: engine.engineId, dependsOn: [], steps: [] },
  };
}

export function rememberForm(form: TaskForm, engine: EngineView, storage: Storage): void {
  try {
    const { dependsOn: _dependsOn, steps: _steps, ...kept } = form;
    storage.setItem(prefix + engine.name, JSON.stringify(kept));
    storage.setItem(lastEngineKey, engine.name);
  } catch {
    // It is full, or not allowed.
  }
}

/** Of several engines that open a file the one used last. */
export function usualEngine(engines: readonly EngineView[], storage: Storage): EngineView | undefined {
  const last = storage.getItem(lastEngineKey);
  return engines.find(({ name }) => name === last) ?? engines[0];
}

/** Whatever else stands there, from an earlier version or from somebody's hands, is as good as nothing. */
function readKept(text: string | null): Partial<TaskForm> {
  if (text === null) return {};
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== 'object' || read === null) return {};
    const like = emptyForm(0);
    const kept = Object.entries(read).filter(
      ([name, value]) =>
        name in like &&
        typeof value === typeof like[name as keyof TaskForm] &&
        Array.isArray(value) === Array.isArray(like[name as keyof TaskForm]),
    );
    return Object.fromEntries(kept);
  } catch {
    return {};
  }
}
