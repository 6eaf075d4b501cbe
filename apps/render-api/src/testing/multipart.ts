/** One part of a multipart body, as its header lines and its content. */
export interface Part {
  readonly headers: readonly string[];
  readonly content: string | Buffer;
}

export const boundary = 'a-boundary-of-the-tests';
export const multipartType = `multipart/form-data; boundary=${boundary}`;

/** Writes a multipart body byte for byte as given, which FormData would not. */
export function multipart(parts: readonly Part[]): Buffer {
  const chunks = parts.flatMap(({ headers, content }) => [
    Buffer.from(`--${boundary}\r\n${headers.join('\r\n')}\r\n\r\n`),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]);
}

/** The `request` part as the 1.x client sends it: unquoted name, typed as text. */
export function requestPart(request: unknown): Part {
  return {
    headers: ['Content-Type: text/plain; charset=utf-8', 'Content-Disposition: form-data; name=request'],
    content: typeof request === 'string' ? request : JSON.stringify(request),
  };
}

/** A file part; any field name will do. */
export function filePart(fileName: string, content: string | Buffer = 'a scene'): Part {
  return {
    headers: [`Content-Disposition: form-data; name=file; filename="${fileName}"`],
    content,
  };
}

/** A request that is accepted for the seeded engine. */
export const validRequest = {
  EngineId: '1',
  Arguments: [
    { ArgTypeId: 'start_frame', Value: '1', Regex: null },
    { ArgTypeId: 'end_frame', Value: '10', Regex: null },
    { ArgTypeId: 'output_format', Value: '.png', Regex: null },
  ],
};
