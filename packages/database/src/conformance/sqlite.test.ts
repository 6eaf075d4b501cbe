import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe } from 'node:test';
import { exerciseEveryOperation } from './exercise-every-operation.ts';

describe('SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'renderonline-sqlite-'));
  let places = 0;
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  exerciseEveryOperation(async () => {
    places += 1;
    return `Data Source=${join(folder, `${places}.db`)}`;
  });
});
