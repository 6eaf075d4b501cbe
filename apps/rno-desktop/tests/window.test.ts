// The program in a window of a virtual screen, against a real farm: what a person does with it on the first day.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { createClient } from '@renderonline/client';
import { ensureClient } from '../../../scripts/client-build.ts';
import { startApi } from '../../../tests/support/farm.ts';
import { joinMachine } from '../../../tests/support/join-machine.ts';
import { processesWith } from '../../../tests/support/processes-of.ts';
import { cli, freePort, killAllPrograms, root, runCli, until } from '../../../tests/support/program.ts';
import { buildScene } from '../../../tests/support/scene.ts';
import { seedFarm, type SeededFarm } from '../../../tests/support/seed-farm.ts';
import { desktopProgram, startDesktop, type Desktop } from './support/desktop.ts';
import { driveProgram, type DrivenView } from './support/web-driver.ts';

/** Where pictures of the windows are left for people to look at. */
const pictures = join(root, 'apps', 'rno-desktop', 'target', 'pictures');

describe('RenderOnline in a window of its own', { timeout: 420_000 }, () => {
  let folder: string;
  let address: string;
  let seeded: SeededFarm;
  let desktop: Desktop;
  let view: DrivenView | undefined;

  before(async () => {
    ensureClient();
    folder = await mkdtemp(join(tmpdir(), 'renderonline-desktop-'));
    await mkdir(pictures, { recursive: true });
    seeded = await seedFarm(folder);
    const { connectionString } = seeded;
    const settings = { ConnectionString: connectionString, Port: await freePort(), BindAddress: '127.0.0.1' };
    ({ address } = await startApi(folder, settings));
    await joinMachine({ folder, address, connectionString }, 'box');
    desktop = await startDesktop(folder);
  });
  afterEach(async () => {
    await view?.end();
    view = undefined;
  });
  after(async () => {
    await killAllPrograms();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(...args: readonly string[]): Promise<DrivenView> {
    view = await driveProgram({ binary: desktopProgram, args, env: desktop.env, port: await freePort() });
    return view;
  }

  test('a farm is added by its address, remembered and opened', async () => {
    const farms = await start();
    await farms.type('#address', address.replace('http://', ''));
    await farms.type('#name', 'Studio');
    await farms.click('#add button');
    assert.match(await farms.text('#farms li'), /Studio.*127\.0\.0\.1/s);
    await desktop.screenshot(join(pictures, 'farms.png'));
    await farms.click('#farms button.main');
    await until('the window of the farm', async () =>
      (await desktop.titles()).some((title) => /Studio$/.test(title)),
    );
  });

  test('whoever logs in there stays logged in, and the web view never has the session', async () => {
    const first = await start();
    await first.type('input[type=email]', seeded.email);
    await first.type('input[type=password]', seeded.token);
    await first.click('button[type=submit]');
    await first.find('nav');
    assert.equal(await first.run('return document.cookie'), '');
    await first.end();

    const again = await start();
    await again.find('nav');
    const kept = join(desktop.env['XDG_CONFIG_HOME'] ?? '', 'renderonline.rnoclient', 'credentials.json');
    assert.equal((await stat(kept)).mode & 0o777, 0o600);
    assert.match(await readFile(kept, 'utf8'), /renderonline_session/);
    const views = join(desktop.env['XDG_DATA_HOME'] ?? '', 'renderonline.rnoclient');
    for (const path of await readdir(views, { recursive: true })) {
      const content = await readFile(join(views, path), 'latin1').catch(() => '');
      assert.ok(!content.includes('renderonline_session'), path);
    }
  });

  test('a scene that is handed over in the window renders, and is told of when it is ready', async () => {
    const page = await start();
    await page.find('nav');
    await page.run("location.assign('/submit')");
    const scene = join(folder, 'cube.blend');
    await buildScene(scene, 4);
    await page.find('main h1, h1');
    await page.giveFile('input[type=file]:not([webkitdirectory])', scene);
    const last = await until('the form', () =>
      page.run(
        `const labels = [...document.querySelectorAll('label')];
        return labels.find(({ textContent }) => textContent.startsWith('Last frame'))?.htmlFor ?? ''`,
      ),
    );
    await page.type(`[id="${String(last)}"]`, '4');
    await desktop.screenshot(join(pictures, 'submit.png'));
    await page.run(
      `[...document.querySelectorAll('button')].find(({ textContent }) => textContent.startsWith('Submit')).click()`,
    );
    await page.find('a[href^="/tasks/"]');
    const submit = String(
      await page.run(`return document.querySelector('a[href^="/tasks/"]').getAttribute('href')`),
    );
    const taskId = Number(submit.split('/').pop());
    const client = createClient({ baseUrl: address, email: seeded.email, token: seeded.token });
    await until('the task', async () => (await client.task(taskId)).state === 'succeeded');
    assert.equal((await client.outputs(taskId)).outputs.length, 4);
    await until('the notification', () => desktop.notifications().includes('cube.blend is ready'));
    await page.run("location.assign('/')");
    await page.find('h1');
    await desktop.screenshot(join(pictures, 'tasks.png'));

    // A download: the system's dialog, and a whole file where the person says.
    const [first] = (await client.outputs(taskId)).outputs;
    const path = `/renderapi/v2/tasks/${taskId}/outputs/${first?.path ?? ''}`;
    await page.run(
      `const link = Object.assign(document.createElement('a'), { href: arguments[0], download: 'first.png' });
      document.body.append(link);
      link.click()`,
      path,
    );
    await until('the dialog', async () => (await desktop.titles()).includes('Save File'));
    const target = join(folder, 'saved.png');
    await desktop.press('ctrl+a');
    await desktop.type(target);
    await desktop.press('Return');
    const saved = await until('the file', () => readFile(target).catch(() => undefined));
    assert.equal(saved.length, first?.size);
    await until('the window of downloads', async () =>
      (await desktop.titles()).some((title) => /^Downloads/.test(title)),
    );
    await desktop.screenshot(join(pictures, 'downloads.png'));
  });

  test("a farm's page may ask the shell for nothing", async () => {
    const page = await start();
    await page.find('nav');
    for (const command of ['overview', 'lend', 'remove_server', 'choose_program', 'plugin:event|listen']) {
      const asked = `return window.__TAURI_INTERNALS__.invoke('${command}', {}).then(() => 'open', String)`;
      assert.match(String(await page.run(asked)), /not allowed/, command);
    }
  });

  test('a link to a farm that is not known adds none, and says so', async () => {
    const farms = await start('renderonline://task/12?server=https%3A%2F%2Felsewhere.example');
    await until('the note', async () =>
      /task 12 of “https:\/\/elsewhere\.example”/.test(await farms.text('#status')),
    );
    assert.equal(await farms.run("return document.querySelectorAll('#farms li').length"), 1);
  });

  test('a certificate that nobody has signed is shown and pinned, and another one refused loudly', async () => {
    const made = await Promise.all(['one', 'other'].map((name) => makeCertificate(folder, name)));
    const [one, other] = made as [Certificate, Certificate];
    const server = createServer(one, (_, answer) => answer.end('{"status":"ok"}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const farms = await start('renderonline://task/12?server=none');
      await farms.type('#address', `127.0.0.1:${(server.address() as AddressInfo).port}`);
      await farms.click('#add button');
      assert.match(await farms.text('#certificate-facts'), new RegExp(one.fingerprint));
      await desktop.screenshot(join(pictures, 'certificate.png'));
      await farms.click('#certificate-yes');
      assert.match(await farms.text('#farms li:nth-child(2)'), /Certificate trusted by you/);
      server.setSecureContext(other);
      server.closeAllConnections();
      await farms.click('#farms li:nth-child(2) button.main');
      assert.match(await farms.text('dialog.loud'), /Danger/);
      const facts = await farms.text('#certificate-facts');
      assert.ok(facts.includes(one.fingerprint) && facts.includes(other.fingerprint), facts);
      await desktop.screenshot(join(pictures, 'certificate-changed.png'));
      await farms.click('#certificate-no');
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  test('the computer is lent to a farm by a pairing code, and no longer than the switch is on or the program lives', async () => {
    const program = join(folder, 'renderonline');
    await writeFile(program, `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`, { mode: 0o755 });
    const path = join(desktop.env['XDG_CONFIG_HOME'] ?? '', 'renderonline.rnoclient', 'settings.json');
    const settings = JSON.parse(await readFile(path, 'utf8')) as object;
    await writeFile(path, JSON.stringify({ ...settings, lending: { program } }));
    const pairing = await runCli(['machine', 'pair', '--json', '--database', seeded.connectionString]);
    const client = createClient({ baseUrl: address, email: seeded.email, token: seeded.token });
    const online = async () =>
      (await client.machines()).machines.filter(({ state }) => state === 'idle').length;
    const farms = await start('renderonline://task/12?server=none');
    await farms.find('summary');
    await farms.run("document.querySelector('details').open = true");
    await farms.type('#join-code', (JSON.parse(pairing) as { code: string }).code);
    await farms.click('#join button');
    await until('the machine', async () => (await online()) === 2);
    await farms.find('#lend[aria-checked=true]');
    await desktop.screenshot(join(pictures, 'lent.png'));

    // Killed, it takes HPCServer and its renderers along, and the frame is rendered elsewhere.
    const box = (verb: string) => runCli(['machine', verb, 'box', '--database', seeded.connectionString]);
    await box('drain');
    const scene = join(folder, 'slow.blend');
    await buildScene(scene, 2, 300);
    const { taskId } = await client.enqueue({
      ...{ engineId: 1, filePath: scene, fileName: 'slow.blend' },
      arguments: { start_frame: '1', end_frame: '2', output_format: 'PNG' },
    });
    const marker = `DBUS_SESSION_BUS_ADDRESS=${desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? ''}`;
    const lent = (name: RegExp) => processesWith(marker).filter(({ commandLine }) => name.test(commandLine));
    await until('Blender to render here', () => lent(/blender.*slow\.blend/).length > 0);
    assert.equal(lent(/ node --until-stdin-ends/).length, 1);
    await farms.end('SIGKILL');
    await until(
      'HPCServer and its renderers to go',
      () => lent(/blender|hpc-server|renderonline/).length === 0,
    );
    await until('the machine to go', async () => (await online()) <= 1);
    await box('undrain');
    await until('the task', async () => (await client.task(taskId)).state === 'succeeded');
    assert.equal((await client.outputs(taskId)).outputs.length, 2);

    const again = await start('renderonline://task/12?server=none');
    // The switch is there before what makes it one.
    await again.find('#farms li');
    await again.click('#lend');
    await until('the machine to be back', async () => (await online()) === 2);
    await again.click('#lend[aria-checked=true]');
    await again.find('#lend[aria-checked=false]');
    await until('the machine to go', async () => (await online()) === 1);
  });

  test('a farm that is removed is logged out of, and whether it was told is said', async () => {
    const config = join(desktop.env['XDG_CONFIG_HOME'] ?? '', 'renderonline.rnoclient');
    const [settings, credentials] = [join(config, 'settings.json'), join(config, 'credentials.json')];
    // The farm with the pinned certificate has gone since; somebody was logged in there.
    const { servers } = JSON.parse(await readFile(settings, 'utf8')) as { servers: { id: string }[] };
    const cookie = { name: 'renderonline_session', value: 'gone', path: '/', expires_at: 4e9 };
    const kept = JSON.parse(await readFile(credentials, 'utf8')) as object;
    const both = { ...kept, [servers[1]?.id ?? '']: JSON.stringify([cookie]) };
    await writeFile(credentials, JSON.stringify(both));
    const client = createClient({ baseUrl: address, email: seeded.email, token: seeded.token });
    assert.equal((await client.sessions.list()).sessions.length, 1);
    const farms = await start('renderonline://task/12?server=none');
    await farms.click('#farms li:nth-child(2) button[aria-label^=Remove]');
    await farms.click('#question-yes');
    await farms.find('#status.bad');
    assert.match(await farms.text('#status'), /could not be told.*Nobody answers/s);
    await desktop.screenshot(join(pictures, 'removed.png'));
    await farms.click('#farms button[aria-label="Remove Studio"]');
    await farms.click('#question-yes');
    await until('the farewell', async () => /you are logged out there/.test(await farms.text('#status')));
    assert.deepEqual((await client.sessions.list()).sessions, []);
    assert.deepEqual(JSON.parse(await readFile(credentials, 'utf8')), {});
    assert.deepEqual((JSON.parse(await readFile(settings, 'utf8')) as { servers: unknown }).servers, []);
  });
});

interface Certificate {
  readonly key: string;
  readonly cert: string;
  readonly fingerprint: string;
}

async function makeCertificate(folder: string, name: string): Promise<Certificate> {
  const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.crt`)];
  const subject = ['-subj', `/CN=${name}.example`, '-addext', 'subjectAltName=IP:127.0.0.1'];
  const files = ['-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert];
  await promisify(execFile)('openssl', ['req', '-x509', '-days', '1', ...files, ...subject]);
  const text = await readFile(cert, 'utf8');
  return {
    key: await readFile(key, 'utf8'),
    cert: text,
    fingerprint: new X509Certificate(text).fingerprint256,
  };
}
