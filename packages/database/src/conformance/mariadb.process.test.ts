import { after, before, describe } from 'node:test';
import { startPrivateMariaDb, type PrivateMariaDb } from '../testing/index.ts';
import { exerciseEveryOperation } from './exercise-every-operation.ts';

describe('MariaDB', () => {
  let server: PrivateMariaDb;
  let places = 0;
  before(async () => {
    server = await startPrivateMariaDb();
  });
  after(() => server.stop());

  exerciseEveryOperation(async () => {
    places += 1;
    const name = `place_${places}`;
    await server.createDatabase(name);
    return server.connectionString(name);
  });
});
