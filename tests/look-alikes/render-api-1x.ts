// What RenderAPI 1.x does to a node, written from the wire contract: asks for the status, starts a
// render, and asks again until it has ended. It knows nothing of this project's packages on purpose.
import { until } from '../support/program.ts';

export interface Status1x {
  readonly EngineIds: readonly string[];
  readonly Task: null | {
    readonly TaskId: number;
    readonly IsSuccess: boolean;
    readonly IsRunning: boolean;
    readonly TotalSeconds: number;
  };
}

export interface Answer1x {
  readonly IsSuccess: boolean;
  readonly Message: string;
}

export class RenderApi1x {
  readonly #node: string;

  constructor(node: string) {
    this.#node = node;
  }

  async status(): Promise<Status1x> {
    return (await (await fetch(`${this.#node}/hpc/status`)).json()) as Status1x;
  }

  start(EngineId: string, TaskId: number, Arguments: string): Promise<Answer1x> {
    return this.#post('start', { EngineId, TaskId, Arguments });
  }

  stop(TaskId: number): Promise<Answer1x> {
    return this.#post('stop', { TaskId });
  }

  /** The last word of a node about a task: 1.x asked every 15 s, this asks oftener. */
  async untilEnded(taskId: number): Promise<NonNullable<Status1x['Task']>> {
    return until(`the node to end task ${taskId}`, async () => {
      const { Task } = await this.status();
      return Task?.TaskId === taskId && !Task.IsRunning && Task;
    });
  }

  async #post(action: 'start' | 'stop', body: object): Promise<Answer1x> {
    const response = await fetch(`${this.#node}/hpc/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Answer1x;
  }
}
