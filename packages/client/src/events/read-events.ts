export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
  /** The event's own, or that of the last one that had one. */
  readonly id?: string;
}

export interface EventReading {
  /** Called for every piece that arrives, comments included. */
  readonly onActivity?: () => void;
  /** Called with the id that the stream has from here on, before the event that it came with. */
  readonly onId?: (id: string) => void;
}

/** Longer events are no server's of ours. */
const maxEventLength = 4_000_000;

/** The events of a text/event-stream, as the HTML standard defines them ("Server-sent events"), without retry times. */
export async function* readEvents(
  body: AsyncIterable<Uint8Array>,
  { onActivity, onId }: EventReading = {},
): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder();
  let rest = '';
  let event = 'message';
  let data: string[] = [];
  let id: string | undefined;
  let lastId: string | undefined;
  for await (const chunk of body) {
    onActivity?.();
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    if (rest.length > maxEventLength) throw new Error('An event of the server is too long');
    for (const line of lines) {
      if (line === '') {
        // An id counts when its event is whole, also of an event without data.
        if (id !== undefined) onId?.(id);
        lastId = id ?? lastId;
        if (data.length > 0) {
          yield { event, data: data.join('\n'), ...(lastId === undefined ? {} : { id: lastId }) };
        }
        event = 'message';
        data = [];
        id = undefined;
        continue;
      }
      const [, field = '', value = ''] = /^([^:]*):? ?([\s\S]*)$/.exec(line) ?? [];
      if (field === 'event') event = value;
      if (field === 'data') data.push(value);
      if (field === 'id' && !value.includes('\0')) id = value;
    }
  }
}
