import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { testSettings } from '../testing/test-server.ts';
import { until } from '../testing/until.ts';
import { startFakeRenderApi } from './testing/fake-render-api.ts';

const programPath = fileURLToPath(new URL('./testing/outbox-program.ts', import.meta.url));
const lives = 8;

it('a machine killed again and again says all that it had kept, once and in order', async () => {
  const api = await startFakeRenderApi();
  const { dataDirectory } = await testSettings();
  let kept = 0;
  try {
    for (let life = 1; life <= lives; life++) {
      const child = spawn(process.execPath, [programPath, api.address.href, dataDirectory], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const exit = once(child, 'exit');
      // In some lives the connection breaks too, or RenderAPI is away when the end comes.
      const dyingAt = kept + 40 * life;
      createInterface({ input: child.stdout }).on('line', (line) => {
        kept = Math.max(kept, Number(line));
        if (life % 3 === 0 && kept % 50 < 3) api.cut();
        if (kept >= dyingAt) child.kill('SIGKILL');
      });
      if (life % 4 === 0) await api.stop();
      await exit;
      if (life % 4 === 0) await api.start();
    }
    const last = spawn(process.execPath, [programPath, api.address.href, dataDirectory], { stdio: 'ignore' });
    await until('all that was kept is applied', () => api.applied.length >= kept);
    last.kill('SIGKILL');
    const places = api.applied.map((event) => ('taskId' in event ? event.taskId : 0));
    assert.deepEqual(
      places,
      places.map((_place, index) => index + 1),
      'each once, in order, none left out',
    );
    assert.deepEqual(api.faults, []);
    assert.equal(new Set(api.hellos.map(({ outboxId }) => outboxId)).size, 1);
  } finally {
    await api.stop();
    await rm(dataDirectory, { recursive: true, force: true });
  }
});
