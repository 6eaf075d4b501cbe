import assert from 'node:assert/strict';
import {
  HpcAttemptResponse,
  HpcRenderRequestResponse,
  HpcStatus,
  matchMessage,
} from '@renderonline/contract';
import type { HpcAttempt } from '@renderonline/contract';
import { until } from './until.ts';

/** For tests: a RenderAPI's side of /hpc, over real HTTP. */
export interface HpcCaller {
  status(): Promise<HpcStatus>;
  attempt(): Promise<HpcAttempt | null>;
  start(body: object): Promise<HpcRenderRequestResponse & { status: number }>;
  stop(body: object): Promise<HpcRenderRequestResponse & { status: number }>;
  /** Waits for the latest render to be as wished. */
  untilAttempt(what: string, isSo: (attempt: HpcAttempt) => boolean): Promise<HpcAttempt>;
  /** Waits for the log of the latest render to be there. */
  logPath(): Promise<string>;
}

export function callHpc(port: number): HpcCaller {
  const base = `http://127.0.0.1:${port}/hpc`;

  async function post(path: string, body: object) {
    const response = await fetch(`${base}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const message = matchMessage(HpcRenderRequestResponse, await response.json());
    assert.ok(message);
    return { status: response.status, ...message };
  }

  async function attempt(): Promise<HpcAttempt | null> {
    const message = matchMessage(HpcAttemptResponse, await (await fetch(`${base}/attempt`)).json());
    assert.ok(message, 'the answer of /hpc/attempt is as the schema says');
    return message.Attempt;
  }

  return {
    async status() {
      const message = matchMessage(HpcStatus, await (await fetch(`${base}/status`)).json());
      assert.ok(message, 'the answer of /hpc/status is as the schema says');
      return message;
    },
    attempt,
    start: (body) => post('/start', body),
    stop: (body) => post('/stop', body),
    untilAttempt: (what, isSo) =>
      until(what, async () => {
        const latest = await attempt();
        return latest !== null && isSo(latest) ? latest : undefined;
      }),
    logPath: () => until('a log', async () => (await attempt())?.LogPath ?? undefined),
  };
}
