/** An event that moves no cursor: what the reader has seen stays what it was. */
export function eventText(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** An event that says where the reader is from now on. */
export function eventTextAt(cursor: string, name: string, data: object): string {
  return `id: ${cursor}\n${eventText(name, data)}`;
}
