import { apiMessageText, type LinkTask } from '@renderonline/contract';
import type { LeaseTask } from '../../machines/machine-transport.ts';

export interface RenderLimits {
  /** How long one render may take. */
  readonly maxRenderMs: number;
  /** How long it may be silent and idle, where its machine does not say. */
  readonly hungAfterMs: number;
}

/** What machines are told of a task's project. */
export type ToldProject = LinkTask['project'];

/** The messages that tell machines of tasks. */
export interface TaskTexts {
  /** @param argumentNames of all argument types there are */
  of(task: LeaseTask, template: string, argumentNames: readonly string[], project: ToldProject): string;
}

/** @param limits of renders; 0 is without */
export function createTaskTexts({ maxRenderMs, hungAfterMs }: RenderLimits): TaskTexts {
  // All leases of a task come with the same object, and there may be many of them in a second.
  const texts = new WeakMap<
    LeaseTask,
    { readonly argumentNames: readonly string[]; readonly projectSha256: string; readonly text: string }
  >();
  return {
    of(task, template, argumentNames, project) {
      const projectSha256 = project.manifest?.sha256 ?? project.sha256;
      const known = texts.get(task);
      if (known?.argumentNames === argumentNames && known.projectSha256 === projectSha256) return known.text;
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
          project,
          allowsScripts,
          limits: { hungAfterMs, maxFrameMs: maxRenderMs === 0 ? null : maxRenderMs },
        },
      });
      texts.set(task, { argumentNames, projectSha256, text });
      return text;
    },
  };
}
