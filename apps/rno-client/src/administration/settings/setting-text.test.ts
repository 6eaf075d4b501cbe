import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFormat } from '../../format/format.ts';
import { settingMeaning, settingText } from './setting-text.ts';

test('values are said as they are written, and in units where they have one', () => {
  const format = createFormat('en');
  assert.equal(settingText({ value: 'Data' }), 'Data');
  assert.equal(settingText({ value: '' }), '""');
  assert.equal(settingText({ value: ['*'] }), '["*"]');
  assert.equal(settingText({ value: null }), 'null');
  assert.equal(settingMeaning({ key: 'LeaseTtlMs', value: 30_000 }, format), '30 sec');
  assert.equal(settingMeaning({ key: 'MaxUploadBytes', value: 1e9 }, format), '1 GB');
  assert.equal(settingMeaning({ key: 'Port', value: 5000 }, format), undefined);
  assert.equal(settingMeaning({ key: 'MaxRenderMs', value: 0 }, format), undefined);
});
