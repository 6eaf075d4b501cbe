// What a client made for RenderOnline 1.x sends and reads, written from the wire contract: it knows
// nothing of this project's packages on purpose.
import assert from 'node:assert/strict';
import { until } from './program.ts';

export interface TaskInfo1x {
  readonly Task: {
    readonly TaskId: number;
    readonly QueueTime: string | null;
    readonly StartTime: string | null;
    readonly EndTime: string | null;
    readonly IsRunning: boolean;
    readonly IsSuccess: boolean;
    readonly MachineId: number | null;
  };
  readonly Render: {
    readonly FileName: string;
    readonly FilePath: string;
    readonly FileSize: number;
    readonly Arguments: string;
  };
  readonly Engine: { readonly Name: string };
}

export interface Info1x {
  readonly User: { readonly Email: string; readonly IsActive: boolean };
  readonly Tasks: readonly TaskInfo1x[];
}

export class Client1x {
  readonly #address: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(address: string, email: string, token: string) {
    this.#address = address;
    this.headers = { email, token };
  }

  async info(): Promise<Info1x> {
    const response = await fetch(`${this.#address}/renderapi/v1/info`, { headers: this.headers });
    assert.equal(response.status, 200);
    return (await response.json()) as Info1x;
  }

  async task(taskId: number): Promise<TaskInfo1x> {
    const found = (await this.info()).Tasks.find(({ Task }) => Task.TaskId === taskId);
    assert.ok(found, `task ${taskId} is not listed`);
    return found;
  }

  /** Uploads a project; the answer has no task id in 1.x, so the newest task is asked for. */
  async enqueue(
    fileName: string,
    project: Blob,
    values: Record<string, string>,
    engineId = '1',
  ): Promise<number> {
    const form = new FormData();
    const Arguments = Object.entries(values).map(([ArgTypeId, Value]) => ({ ArgTypeId, Value, Regex: null }));
    form.append('request', JSON.stringify({ EngineId: engineId, Arguments }));
    form.append('file', project, fileName);
    const response = await fetch(`${this.#address}/renderapi/v1/enqueue`, {
      method: 'POST',
      headers: this.headers,
      body: form,
    });
    assert.deepEqual(await response.json(), { IsAdded: true, ErrorMessage: 'Task successfully enqueued.' });
    const newest = (await this.info()).Tasks[0];
    assert.ok(newest);
    return newest.Task.TaskId;
  }

  post(action: 'dequeue' | 'download' | 'delete', taskId: number): Promise<Response> {
    return fetch(`${this.#address}/renderapi/v1/${action}`, {
      method: 'POST',
      headers: { ...this.headers, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ taskId }),
    });
  }

  async untilRunning(taskId: number): Promise<TaskInfo1x> {
    return until(`task ${taskId} to run`, async () => {
      const task = await this.task(taskId);
      return task.Task.IsRunning && task;
    });
  }

  async untilEnded(taskId: number, limitMs = 120_000): Promise<TaskInfo1x> {
    return until(
      `task ${taskId} to end`,
      async () => {
        const task = await this.task(taskId);
        return task.Task.EndTime !== null && !task.Task.IsRunning && task;
      },
      { limitMs },
    );
  }
}
