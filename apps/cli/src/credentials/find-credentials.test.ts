import assert from 'node:assert/strict';
import { chmod, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { CliError } from '../io/cli-error.ts';
import { createFakeIo } from '../testing/fake-io.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { checkedAddress, findCredentials } from './find-credentials.ts';
import { farmProfilePath, ownProfilePath, writeProfile } from './profile.ts';

const profile = { address: 'http://farm:5000', email: 'ada@example.com', token: 'profile-token' };

const withCode = (code: string) => (error: unknown) => error instanceof CliError && error.code === code;

describe('credentials', () => {
  test('options come before the environment, and that before the profile', async (t) => {
    const folder = await temporaryFolder(t);
    const env = {
      XDG_CONFIG_HOME: folder,
      RENDERONLINE_EMAIL: 'env@example.com',
      RENDERONLINE_TOKEN: 'env-token',
    };
    const io = createFakeIo({ cwd: folder, env });
    await writeProfile(ownProfilePath(io), profile);
    assert.deepEqual(await findCredentials(io, {}), {
      address: 'http://farm:5000',
      email: 'env@example.com',
      token: 'env-token',
    });
    const given = { address: 'other:1/', email: 'flag@example.com', token: 'flag-token' };
    assert.deepEqual(await findCredentials(io, given), { ...given, address: 'http://other:1' });
  });

  test('the farm that quickstart left in this folder is found', async (t) => {
    const folder = await temporaryFolder(t);
    await writeProfile(farmProfilePath(join(folder, '.renderonline')), profile);
    const io = createFakeIo({ cwd: folder, env: { XDG_CONFIG_HOME: join(folder, 'none') } });
    assert.deepEqual(await findCredentials(io, {}), profile);
  });

  test("a profile's token is never sent to another address", async (t) => {
    const folder = await temporaryFolder(t);
    const io = createFakeIo({ cwd: folder, env: { XDG_CONFIG_HOME: folder } });
    await writeProfile(ownProfilePath(io), profile);
    await assert.rejects(
      findCredentials(io, { address: 'http://evil:5000' }),
      withCode('credentials-of-another-address'),
    );
    await assert.rejects(
      findCredentials(io, { email: 'eve@example.com' }),
      withCode('credentials-of-another-user'),
    );
    assert.equal((await findCredentials(io, { address: 'FARM:5000' })).token, 'profile-token');
  });

  test('a token comes from a file or from standard input', async (t) => {
    const folder = await temporaryFolder(t);
    await writeFile(join(folder, 'token'), ' file-token\n');
    const where = { address: 'http://farm:5000', email: 'ada@example.com' };
    const io = createFakeIo({ cwd: folder, input: 'piped-token\n' });
    assert.equal((await findCredentials(io, { ...where, tokenFile: 'token' })).token, 'file-token');
    assert.equal((await findCredentials(io, { ...where, tokenFile: '-' })).token, 'piped-token');
    await writeFile(join(folder, 'token'), 'two tokens');
    await assert.rejects(
      findCredentials(io, { ...where, tokenFile: 'token' }),
      withCode('token-file-invalid'),
    );
  });
});

describe('the profile file', () => {
  test('can be read by its owner only, and one that others can read is refused', async (t) => {
    const folder = await temporaryFolder(t);
    const io = createFakeIo({ cwd: folder, env: { RENDERONLINE_PROFILE: 'profile.json' } });
    const path = ownProfilePath(io);
    await writeProfile(path, profile);
    if (process.platform === 'win32') return;
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    await chmod(path, 0o644);
    await assert.rejects(findCredentials(io, {}), withCode('profile-not-private'));
  });

  test('that was named must be there, and hold all three', async (t) => {
    const folder = await temporaryFolder(t);
    const io = createFakeIo({ cwd: folder });
    await assert.rejects(findCredentials(io, { profile: 'absent.json' }), withCode('profile-invalid'));
    await writeFile(join(folder, 'half.json'), '{"address":"http://farm"}', { mode: 0o600 });
    await assert.rejects(findCredentials(io, { profile: 'half.json' }), withCode('profile-invalid'));
  });
});

test('addresses', () => {
  assert.equal(checkedAddress('farm'), 'http://farm');
  assert.equal(checkedAddress('https://farm/renders/'), 'https://farm/renders');
  for (const wrong of ['ftp://farm', 'http://', 'http://me:secret@farm', '']) {
    assert.throws(() => checkedAddress(wrong), withCode('address-invalid'), wrong);
  }
});
