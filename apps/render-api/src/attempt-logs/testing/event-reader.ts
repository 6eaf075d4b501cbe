import assert from 'node:assert/strict';

export interface ReadEvent {
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

/** For tests: reads server-sent events one after the other. */
export interface EventReader {
  /** The next event, which must be of this kind. */
  next(event: string): Promise<ReadEvent>;
  /** All until the stream ends. */
  rest(): Promise<ReadEvent[]>;
  close(): void;
}

export async function createEventReader(response: Response): Promise<EventReader> {
  assert.equal(response.status, 200);
  assert.ok(response.body);
  const body = response.body;
  const events = eventsOf(body);
  return {
    async next(event) {
      const { value } = await events.next();
      assert.equal(value?.event, event);
      return value;
    },
    async rest() {
      const all: ReadEvent[] = [];
      for await (const event of events) all.push(event);
      return all;
    },
    close() {
      void events.return(undefined);
    },
  };
}

async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<ReadEvent, undefined, undefined> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s, 2) as [string, string]));
      const data = fields.get('data');
      if (data === undefined) continue;
      yield { id: fields.get('id') ?? '', event: fields.get('event') ?? '', data: JSON.parse(data) };
    }
  }
  return undefined;
}
