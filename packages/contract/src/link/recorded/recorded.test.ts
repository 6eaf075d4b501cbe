import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import {
  readAgentMessage,
  readApiMessage,
  type AgentMessage,
  type ApiMessage,
  type LeaseEvent,
  type LinkAbility,
} from '../../index.ts';

/** A new type does not compile until somebody has decided to whom it may be said: docs/machine-link.md has the rules. */
const apiTypes: Readonly<Record<ApiMessage['type'], 'anybody' | LinkAbility>> = {
  welcome: 'anybody',
  settings: 'anybody',
  task: 'anybody',
  offer: 'anybody',
  cancel: 'anybody',
  'close-session': 'anybody',
  ack: 'anybody',
  revoked: 'anybody',
  'follow-logs': 'follow-logs',
};
const agentTypes: Readonly<Record<AgentMessage['type'], 'anybody'>> = {
  hello: 'anybody',
  heartbeat: 'anybody',
  progress: 'anybody',
  event: 'anybody',
};
const eventKinds: Readonly<Record<LeaseEvent['kind'], 'anybody'>> = {
  started: 'anybody',
  'frame-started': 'anybody',
  'frame-done': 'anybody',
  ended: 'anybody',
  declined: 'anybody',
  'session-opened': 'anybody',
  'session-closed': 'anybody',
  findings: 'anybody',
};

async function recorded(name: string): Promise<{ text: string; type: string; kind: string | undefined }[]> {
  const lines = (await readFile(new URL(name, import.meta.url), 'utf8')).trimEnd().split('\n');
  return lines.map((text) => {
    const { type, event } = JSON.parse(text) as { type: string; event?: { kind: string } };
    return { text, type, kind: event?.kind };
  });
}

const toAnybody = (types: Readonly<Record<string, string>>) =>
  Object.entries(types).flatMap(([type, whom]) => (whom === 'anybody' ? [type] : []));

describe('version 1 of the link as it was first spoken', () => {
  test('by agents, is understood', async () => {
    for (const { text } of await recorded('agent-1.jsonl')) {
      assert.deepEqual(readAgentMessage(text), { message: JSON.parse(text) as unknown });
    }
  });

  test('by RenderAPI, is understood', async () => {
    for (const { text } of await recorded('render-api-1.jsonl')) {
      assert.deepEqual(readApiMessage(text), { message: JSON.parse(text) as unknown });
    }
  });

  test('has every message that is said without asking whether the other side knows it', async () => {
    const fromAgent = await recorded('agent-1.jsonl');
    const known = (types: (string | undefined)[]) => new Set(types.filter((type) => type !== undefined));
    const fromApi = known((await recorded('render-api-1.jsonl')).map(({ type }) => type));
    assert.deepEqual([...fromApi].sort(), toAnybody(apiTypes).sort());
    assert.deepEqual([...known(fromAgent.map(({ type }) => type))].sort(), toAnybody(agentTypes).sort());
    assert.deepEqual([...known(fromAgent.map(({ kind }) => kind))].sort(), toAnybody(eventKinds).sort());
  });
});
