import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

/**
 * Something that answers like a RenderAPI with what a test says it does, by path.
 *
 * @returns the environment in which commands find it
 */
export async function startStubApi(
  test: TestContext,
  answers: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, string>>> {
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? ''];
    response
      .writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' })
      .end(JSON.stringify(answer ?? { code: 'route-not-found', detail: 'There is no such thing here.' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    RENDERONLINE_ADDRESS: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    RENDERONLINE_EMAIL: 'ada@example.com',
    RENDERONLINE_TOKEN: 'a-token',
  };
}
