import type { TSchema } from 'typebox';

/** A message of the link, or what is wrong with it (for a log and for the reason of a close). */
export type ReadMessage<Message> = { readonly message: Message } | { readonly fault: string };

export type Reader<Message> = (text: string) => ReadMessage<Message>;

/** Where a value is not as its schema asks, as a JSON pointer; undefined when it is. */
export type Check = (value: unknown) => string | undefined;

/**
 * Makes a reader of messages of several types.
 *
 * @param checkOf called once for each type
 */
export function createReader<Message extends { readonly type: string }>(
  schemas: Readonly<Record<Message['type'], TSchema>>,
  checkOf: (schema: TSchema) => Check,
): Reader<Message> {
  const checks = new Map(
    Object.entries<TSchema>(schemas).map(([type, schema]) => [type, checkOf(schema)] as const),
  );
  return (text) => {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return { fault: 'not JSON' };
    }
    const type = typeof value === 'object' && value !== null ? (value as { type?: unknown }).type : undefined;
    const check = typeof type === 'string' ? checks.get(type) : undefined;
    if (check === undefined) return { fault: `no such type of message: ${inShort(type)}` };
    const where = check(value);
    if (where === undefined) return { message: value as Message };
    return { fault: `${String(type)} is not as it must be at ${inShort(where === '' ? '/' : where)}` };
  };
}

function inShort(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 80)) : 'none';
}
