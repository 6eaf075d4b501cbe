import { apiMessageText } from '@renderonline/contract';
import type { LeaseTask } from '../../machines/machine-transport.ts';

export interface RenderLimits {
  /** How long one render may take. */
  readonly maxRenderMs: number;
  /** How long it may be silent and idle, where its machine does not say. */
  readonly hungAfterMs: number;
}

/** The messages that tell machines of tasks. */
export interface TaskTexts {
  /** @param argumentNames of all argument types there are */
  of(task: LeaseTask, template: string, argumentNames: readonly string[], sha256: string): string;
}

/** @param limits of renders; 0 is without */
export function createTaskTexts({ maxRenderMs, hungAfterMs }: RenderLimits): TaskTexts {
  // All leases of a task come with the same object, and there may be many of them in a second.
  const texts = new WeakMap<
    LeaseTask,
    { readonly argumentNames: readonly string[]; readonly text: string }
  >();
  return {
    of(task, template, argumentNames, sha256) {
      const known = texts.get(task);
      if (known?.argumentNames === argumentNames) return known.text;
      const { taskId, engineName, engineVersion, adapter, argumentValues, allowsScripts } = task;
      const text = apiMessageText({
        type: 'task',
        task: {
          taskId,
          engineName,
          engineVersion,
          adapter,
          template,
          argumentNames: [...new Set([...argumentNames, ...Object.keys(argumentValues)])],
          values: argumentValues,
          project: { fileName: task.fileName, size: task.fileSize, sha256, manifest: task.manifest },
          allowsScripts,
          limits: { hungAfterMs, maxFrameMs: maxRenderMs === 0 ? null : maxRenderMs },
        },
      });
      texts.set(task, { argumentNames, text });
      return text;
    },
  };
}
