import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { describeApi } from './describe-api.ts';

test('the committed openapi.json is what the routes say', async () => {
  const committed = await readFile(new URL('../../openapi.json', import.meta.url), 'utf8');
  const current = await describeApi();
  assert.equal(committed, current, 'Run `npm run openapi` and commit apps/render-api/openapi.json.');
  const document = JSON.parse(current) as { openapi: string; paths: Record<string, unknown> };
  assert.equal(document.openapi, '3.1.0');
  assert.deepEqual(Object.keys(document.paths).sort(), [
    '/healthz',
    '/readyz',
    '/renderapi/v1/delete',
    '/renderapi/v1/dequeue',
    '/renderapi/v1/download',
    '/renderapi/v1/enqueue',
    '/renderapi/v1/info',
    '/renderapi/v2/admin/argument-types',
    '/renderapi/v2/admin/argument-types/{argTypeId}',
    '/renderapi/v2/admin/engines',
    '/renderapi/v2/admin/engines/{engineId}',
    '/renderapi/v2/admin/machines',
    '/renderapi/v2/admin/machines/{machineId}',
    '/renderapi/v2/admin/machines/{machineId}/release',
    '/renderapi/v2/admin/machines/{machineId}/revoke',
    '/renderapi/v2/admin/pairing-codes',
    '/renderapi/v2/admin/subscriptions',
    '/renderapi/v2/admin/subscriptions/{subscriptionId}',
    '/renderapi/v2/admin/users',
    '/renderapi/v2/admin/users/{userId}',
    '/renderapi/v2/engines',
    '/renderapi/v2/events',
    '/renderapi/v2/machines',
    '/renderapi/v2/projects',
    '/renderapi/v2/projects/from-archive',
    '/renderapi/v2/projects/{projectId}',
    '/renderapi/v2/session',
    '/renderapi/v2/sessions',
    '/renderapi/v2/sessions/{sessionId}',
    '/renderapi/v2/setup',
    '/renderapi/v2/statistics',
    '/renderapi/v2/storage',
    '/renderapi/v2/task-templates',
    '/renderapi/v2/task-templates/{templateId}',
    '/renderapi/v2/tasks',
    '/renderapi/v2/tasks/bulk',
    '/renderapi/v2/tasks/{taskId}',
    '/renderapi/v2/tasks/{taskId}/attempts',
    '/renderapi/v2/tasks/{taskId}/attempts/{attemptId}/log',
    '/renderapi/v2/tasks/{taskId}/cancel',
    '/renderapi/v2/tasks/{taskId}/events',
    '/renderapi/v2/tasks/{taskId}/findings',
    '/renderapi/v2/tasks/{taskId}/frames',
    '/renderapi/v2/tasks/{taskId}/log',
    '/renderapi/v2/tasks/{taskId}/log/events',
    '/renderapi/v2/tasks/{taskId}/outputs',
    '/renderapi/v2/tasks/{taskId}/outputs/{path}',
    '/renderapi/v2/tasks/{taskId}/pause',
    '/renderapi/v2/tasks/{taskId}/priority',
    '/renderapi/v2/tasks/{taskId}/requeue',
    '/renderapi/v2/tasks/{taskId}/resume',
    '/renderapi/v2/tasks/{taskId}/thumbnails/{path}',
    '/renderapi/v2/tasks/{taskId}/video',
    '/renderapi/v2/uploads',
    '/renderapi/v2/uploads/bundles',
    '/renderapi/v2/uploads/{name}',
  ]);
});
