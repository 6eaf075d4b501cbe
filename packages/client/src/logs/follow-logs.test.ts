import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { LogLines } from '@renderonline/contract';
import { ApiError } from '../errors/api-error.ts';
import { createClient } from '../create-client.ts';

const linesOf = (text: string, id: string): string => {
  const data: LogLines = {
    ...{ attemptId: 7, machine: null, firstFrame: 1, lastFrame: 1, offset: 0, leftOut: 0 },
    lines: [text],
  };
  return `id: ${id}\nevent: lines\ndata: ${JSON.stringify(data)}\n\n`;
};

test('a stream of logs goes on where it broke off', async (t) => {
  const asked: [path: string | undefined, lastId: string | undefined][] = [];
  const server = createServer((request, response) => {
    asked.push([request.url, request.headers['last-event-id'] as string | undefined]);
    if (request.url?.startsWith('/renderapi/v2/tasks/9/') === true) {
      response.writeHead(404, { 'content-type': 'application/problem+json' });
      response.end('{"code":"task-not-found","detail":"No such task."}');
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (asked.length === 1) {
      response.write(linesOf('one', '7;7:4'), () => response.destroy());
    } else {
      response.end(`${linesOf('two', '7;7:8')}event: end\ndata: {}\n\n`);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createClient({ baseUrl, email: 'a@example.com', token: 't' });

  const said: string[] = [];
  let absences = 0;
  for await (const event of client.followLogs(3, { tail: 5, onAbsence: () => (absences += 1) })) {
    if (event.kind === 'lines') said.push(...event.lines.lines);
  }
  assert.deepEqual(said, ['one', 'two']);
  assert.equal(absences, 1);
  assert.deepEqual(asked, [
    ['/renderapi/v2/tasks/3/log/events?tail=5', undefined],
    ['/renderapi/v2/tasks/3/log/events?tail=5', '7;7:4'],
  ]);
  await assert.rejects(
    client.followLogs(9).next(),
    (error) => error instanceof ApiError && error.status === 404,
  );
});
