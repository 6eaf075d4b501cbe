export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
  /** The event's own, or that of the last one that had one. */
  readonly id?: string;
}

/** Longer events are no server's of ours. */
const maxEventLength = 1_000_000;

/**
 * The events of a text/event-stream, as the HTML standard defines them ("Server-sent events"); retry
 * times are not used here.
 *
 * @param onActivity called for every piece that arrives, comments included
 */
export async function* readEvents(
  body: AsyncIterable<Uint8Array>,
  onActivity: () => void = () => undefined,
): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder();
  let rest = '';
  let event = 'message';
  let data: string[] = [];
  let id: string | undefined;
  for await (const chunk of body) {
    onActivity();
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    if (rest.length > maxEventLength) throw new Error('An event of the server is too long');
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) yield { event, data: data.join('\n'), ...(id === undefined ? {} : { id }) };
        event = 'message';
        data = [];
        continue;
      }
      const [, field = '', value = ''] = /^([^:]*):? ?([\s\S]*)$/.exec(line) ?? [];
      if (field === 'event') event = value;
      if (field === 'data') data.push(value);
      if (field === 'id') id = value;
    }
  }
}
