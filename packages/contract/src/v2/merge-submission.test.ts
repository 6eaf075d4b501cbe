import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeSubmission } from './merge-submission.ts';
import type { TemplateSubmission } from './task-templates.ts';

const template: TemplateSubmission = {
  engineId: 1,
  arguments: { start_frame: '1', end_frame: '9', samples: '64' },
  priority: 80,
  continuesOnFailure: true,
  requirements: { tags: ['gpu', 'big'], memoryMb: 1024 },
  steps: [{ engineId: 2, arguments: { frame_rate: '24' } }],
};

test('a request that says nothing gets what its template says', () => {
  assert.deepEqual(mergeSubmission(template, {}), template);
  const plain = { engineId: 1, arguments: {} };
  assert.deepEqual(mergeSubmission(plain, {}), plain);
});

test('arguments and requirements of a request are put over those of its template one by one', () => {
  const own = {
    arguments: { end_frame: '20', camera: 'A' },
    requirements: { needsGpu: true, tags: ['fast'] },
  };
  assert.deepEqual(mergeSubmission(template, own), {
    ...template,
    arguments: { start_frame: '1', end_frame: '20', samples: '64', camera: 'A' },
    requirements: { tags: ['fast'], memoryMb: 1024, needsGpu: true },
  });
});

test('everything else of a request takes the place of what its template has, also false and nothing', () => {
  const own = { engineId: 3, priority: 0, continuesOnFailure: false, steps: [], dependsOn: [7] };
  assert.deepEqual(mergeSubmission(template, own), { ...template, ...own });
});
