// The commands of artists against a real RenderAPI, HPCServer and renderer (the mock engine).
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { TaskSnapshot, TaskTemplateView, TaskView } from '@renderonline/contract';
import { madeZip } from '../../../../packages/storage/src/testing/made-zip.ts';
import { runCli } from '../run-cli.ts';
import { createFakeIo, type FakeIo } from '../testing/fake-io.ts';
import { startMockFarm, type MockFarm } from '../testing/mock-farm.ts';

describe('tasks', { timeout: 120_000 }, () => {
  let folder: string;
  let farm: MockFarm;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-cli-tasks-'));
    await mkdir(join(folder, 'farm'));
    farm = await startMockFarm(join(folder, 'farm'));
    await writeFile(join(folder, 'scene.mock'), 'a scene');
  });
  after(async () => {
    await farm.close();
    await rm(folder, { recursive: true });
  });

  function io(options: { input?: string; isTerminal?: boolean } = {}): FakeIo {
    const env = {
      RENDERONLINE_ADDRESS: farm.address,
      RENDERONLINE_EMAIL: farm.email,
      RENDERONLINE_TOKEN: farm.token,
      NO_COLOR: '1',
    };
    return createFakeIo({ cwd: folder, env, ...options });
  }

  async function run(...argv: string[]) {
    const it = io();
    return { code: await runCli(argv, it), out: it.out(), err: it.err() };
  }

  async function submit(...argv: string[]): Promise<number> {
    const { code, out, err } = await run('submit', 'scene.mock', ...argv, '--json');
    assert.equal(code, 0, err);
    return (JSON.parse(out) as { taskId: number }).taskId;
  }

  test('submit --watch renders, and says how to get the frames', async () => {
    const { code, out, err } = await run('submit', 'scene.mock', '--frames', '1-5', '--watch');
    assert.equal(code, 0, err);
    assert.match(out, /Task \d+ succeeded: 5\/5 frames/);
    assert.match(out, /renderonline download \d+/);
    assert.ok(!out.includes('\u001b'));
  });

  test('submit --watch --json prints one value a line', async () => {
    const { out } = await run('submit', 'scene.mock', '--frames', '1-2', '--watch', '--json');
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Partial<TaskSnapshot>);
    assert.equal(typeof lines[0]?.taskId, 'number');
    assert.equal(lines.at(-1)?.state, 'succeeded');
    assert.equal(lines.at(-1)?.progress?.framesDone, 2);
  });

  test('submit tells what is missing before anything is sent', async () => {
    const cases: readonly (readonly [string[], number, RegExp])[] = [
      [['submit', 'scene.mock'], 2, /mock needs start_frame and end_frame.\nGive --frames 1-100/],
      [['submit', 'absent.mock', '--frames', '1'], 4, /absent\.mock/],
      [['submit', 'farm', '--frames', '1'], 2, /could be the main file/],
      [['submit', 'scene.mock', '--frames', '1', '--engine', 'maya'], 4, /It has: mock \(\.mock\)/],
      [['submit', 'scene.mock', '--frames', '1-5,9'], 2, /not one range/],
      [['submit', 'scene.mock', '--frames', '1', '--arg', 'oops'], 2, /name=value/],
      [['submit', 'scene.mock', '--frames', '1', '--arg', 'colour=red'], 2, /colour/],
      [['submit', 'scene.mock', '--frames', '1', '--arg', 'frame_ms=soon'], 2, /soon/],
    ];
    for (const [argv, code, message] of cases) {
      const result = await run(...argv);
      assert.equal(result.code, code, `${argv.join(' ')}: ${result.err}`);
      assert.match(result.err, message);
    }
  });

  test('submit sends what goes along, a folder or a .zip, and nothing of it twice', async () => {
    const film = join(folder, 'film');
    await mkdir(join(film, 'textures'), { recursive: true });
    await writeFile(join(film, 'shot.mock'), 'a shot');
    await writeFile(join(film, 'textures', 'wood.png'), 'wood');
    const packed = [
      { name: 'film/shot.mock', content: 'a shot' },
      { name: 'film/textures/new.png', content: 'new' },
    ];
    await writeFile(join(folder, 'film.zip'), madeZip(packed));
    const cases: readonly (readonly [argv: string[], out: RegExp])[] = [
      [['film/shot.mock'], /^Uploaded 6 B \(1 file, 6 B\)\./m],
      [['film/shot.mock'], /^Nothing had to be uploaded: 1 file, 6 B, all there already\./m],
      [
        ['film/shot.mock', '--include', 'film/textures'],
        /^Uploaded 4 B \(2 files, 10 B; 6 B there already\)\./m,
      ],
      [['film', '--main', 'shot.mock'], /^Nothing had to be uploaded: 2 files/m],
      [['film.zip'], /^Uploaded .*\(1 file/m],
      [['film.zip'], /^Nothing had to be uploaded/m],
    ];
    for (const [argv, expected] of cases) {
      const { code, out, err } = await run('submit', ...argv, '--frames', '1');
      assert.equal(code, 0, err);
      assert.match(out, expected);
      const taskId = /Task (\d+) is queued: (?:shot\.mock|film\.zip) with mock/.exec(out)?.[1];
      assert.ok(taskId !== undefined, out);
      assert.equal((await run('delete', taskId, '--yes')).code, 0);
    }
  });

  test('templates are saved, shown, used with other values over them, and deleted', async () => {
    const options = ['--frames', '1-9', '--arg', 'frame_ms=1', '--priority', '80', '--tag', 'never'];
    const step = 'mock start_frame=1 end_frame=2 frame_ms=3';
    const saved = await run('template', 'save', 'Turntable', '--engine', 'mock', ...options, '--step', step);
    assert.equal(saved.code, 0, saved.err);
    assert.equal((await run('template', 'save', 'turntable', '--engine', 'mock')).code, 5);
    const shown = await run('template', 'show', 'TURNTABLE');
    assert.match(shown.out, /^template +Turntable \(yours\)$/m);
    assert.match(shown.out, /^arguments +start_frame=1 end_frame=9 frame_ms=1$/m);
    assert.match(shown.out, /^wishes +priority=80 tags=\["never"\]$/m);
    assert.match(shown.out, /^step +mock start_frame=1 end_frame=2 frame_ms=3$/m);
    const taskId = String(await submit('--template', 'turntable', '--frames', '2-3', '--priority', '7'));
    const task = JSON.parse((await run('tasks', taskId, '--json')).out) as TaskView;
    assert.deepEqual(task.arguments, { start_frame: '2', end_frame: '3', frame_ms: '1' });
    assert.deepEqual([task.priority, task.requirements.tags, task.steps.length], [7, ['never'], 1]);
    const again = await run('template', 'save', 'Turntable', '--from-task', taskId, '--replace', '--json');
    const { submission } = JSON.parse(again.out) as TaskTemplateView;
    assert.deepEqual([submission.arguments, submission.priority], [task.arguments, 7]);
    assert.equal(submission.steps?.length, 1);
    assert.match((await run('template', 'list')).out, /Turntable +yours/);
    assert.equal((await run('template', 'delete', 'turntable')).code, 0);
    assert.match((await run('template', 'list')).out, /No templates yet/);
    assert.equal((await run('submit', 'scene.mock', '--template', 'turntable')).code, 4);
    await run('cancel', taskId);
    const cases: readonly (readonly [string, RegExp])[] = [
      ['', /no engine with its arguments/],
      ['maya', /no engine "maya"/],
      ['mock end_frame', /no engine with its arguments/],
      ['mock end_frame=2', /needs start_frame/],
      ['mock start_frame=1 end_frame=2 colour=red', /no argument "colour"/],
    ];
    for (const [wrong, message] of cases) {
      const refused = await run('submit', 'scene.mock', '--frames', '1', '--step', wrong);
      assert.equal(refused.code, wrong === 'maya' ? 4 : 2);
      assert.match(refused.err, message);
    }
  });

  test('a task that fails ends watch with its own code and the reason', async () => {
    const taskId = await submit('--frames', '1', '--arg', 'exit_code=3');
    const { code, out } = await run('watch', String(taskId));
    assert.equal(code, 10);
    assert.match(out, new RegExp(`Task ${taskId} failed.*3`));
    const details = await run('tasks', String(taskId));
    assert.match(details.out, /OUTCOME/);
    assert.match(details.out, /failed/);
    assert.match(details.out, /^queued .* \(times are UTC\S*\)$/m);
  });

  test('cancel ends a running task, and says so when it cannot', async () => {
    const taskId = await submit('--frames', '1-100', '--arg', 'frame_ms=2000');
    assert.equal((await run('cancel', String(taskId))).code, 0);
    assert.equal((await run('watch', String(taskId))).code, 11);
    assert.equal((await run('cancel', String(taskId))).code, 5);
    assert.equal((await run('cancel', '999999')).code, 4);
  });

  test('cancel and delete of several go on when one is refused', async () => {
    const [first, second] = [
      await submit('--frames', '1-9', '--arg', 'frame_ms=2000'),
      await submit('--frames', '1'),
    ];
    const canceled = await run('cancel', '999999', String(first), '--json');
    assert.equal(canceled.code, 4);
    assert.deepEqual(JSON.parse(canceled.out), { canceled: [first] });
    assert.match(canceled.err, /task-not-found/);
    assert.equal((await run('watch', String(second))).code, 0);
    const deleted = await run('delete', String(first), '999999', String(second), '--yes');
    assert.equal(deleted.code, 4);
    assert.match(deleted.out, new RegExp(`Task ${first} is deleted.\nTask ${second} is deleted.`));
  });

  test('a failure is told with its cause and what to do', async () => {
    const taskId = await submit('--frames', '1', '--arg', 'exit_code=3');
    const { out } = await run('watch', String(taskId));
    assert.match(out, /failed on box: The renderer reported an error/);
    assert.match(out, /Read the last lines of the log/);
    assert.match((await run('tasks', String(taskId))).out, /engine-error/);
  });

  test('submit sends what is wished for the task', async () => {
    const wishes = [
      '--priority',
      '80',
      '--order',
      'sparse',
      '--max-machines',
      '2',
      '--tag',
      'fast',
      '--tag',
      'GPU',
    ];
    const more = ['--engine-version', '>=4.2', '--gpu', '--memory', '1.5G', '--continue-on-failure'];
    const taskId = await submit('--frames', '1-4', ...wishes, ...more);
    const task = JSON.parse((await run('tasks', String(taskId), '--json')).out) as TaskView;
    assert.deepEqual([task.priority, task.order, task.maxMachines], [80, 'sparse', 2]);
    assert.deepEqual(task.requirements, {
      tags: ['fast', 'gpu'],
      engineVersion: '>=4.2',
      needsGpu: true,
      memoryMb: 1536,
    });
    assert.equal(task.continuesOnFailure, true);
    const { out } = await run('tasks', String(taskId));
    assert.match(out, /priority +80\nwishes +sparse order; at most 2 machines; machines tagged fast,gpu/);
    assert.equal((await run('cancel', String(taskId))).code, 0);
    const refused = await run('submit', 'scene.mock', '--frames', '1', '--allow-scripts');
    assert.equal(refused.code, 3);
    assert.match(refused.err, /AllowScripts/);
    for (const wrong of [
      ['--priority', '101'],
      ['--order', 'random'],
      ['--memory', 'much'],
      ['--engine-version', 'new'],
      ['--max-machines', '0'],
    ]) {
      assert.equal((await run('submit', 'scene.mock', '--frames', '1', ...wrong)).code, 2, wrong.join(' '));
    }
  });

  test('pause, priority, resume', async () => {
    const taskId = String(await submit('--frames', '1-100', '--arg', 'frame_ms=2000'));
    assert.match((await run('pause', taskId)).out, /paused. Go on: renderonline resume/);
    assert.match((await run('tasks', taskId)).out, /state +paused/);
    assert.match((await run('priority', taskId, '90')).out, /has priority 90/);
    assert.match((await run('resume', taskId)).out, /goes on: it is (queued|running)/);
    assert.equal((await run('cancel', taskId)).code, 0);
    const refused = await run('pause', taskId, '999999', '--json');
    assert.equal(refused.code, 5);
    assert.deepEqual(JSON.parse(refused.out), { paused: [] });
    assert.equal((await run('priority', taskId, '1')).code, 5);
  });

  test('frames are added to a task that has ended, and rendered again', async () => {
    const taskId = String(await submit('--frames', '1-2'));
    assert.equal((await run('watch', taskId)).code, 0);
    assert.match((await run('add-frames', taskId, '1-3')).out, /1 new frame, 3 in all/);
    assert.equal((await run('watch', taskId)).code, 0);
    assert.match((await run('requeue', taskId, '2,3')).out, /2 frames of task \d+ will be rendered again/);
    assert.match((await run('watch', taskId)).out, /succeeded: 3\/3 frames/);
    assert.match((await run('requeue', taskId, 'failed')).out, /Nothing of task \d+ needs/);
    assert.equal((await run('add-frames', taskId, 'failed')).code, 2);
    assert.equal((await run('requeue', taskId, '9-1')).code, 2);
    assert.equal((await run('requeue', '999999', '1')).code, 4);
  });

  test('Ctrl-C ends watching, not the task', async () => {
    const taskId = await submit('--frames', '1-100', '--arg', 'frame_ms=2000');
    const it = io();
    const watching = runCli(['watch', String(taskId)], it);
    while (!it.out().includes('/100')) await new Promise((resolve) => setImmediate(resolve));
    it.interrupt();
    assert.equal(await watching, 130);
    assert.match(it.out(), /goes on without you/);
    assert.equal((await run('cancel', String(taskId))).code, 0);
  });

  test('tasks lists the newest first; --json is the list itself', async () => {
    const { out } = await run('tasks', '--json', '--limit', '2');
    const listed = JSON.parse(out) as TaskSnapshot[];
    assert.equal(listed.length, 2);
    assert.ok((listed[0]?.taskId ?? 0) > (listed[1]?.taskId ?? 0));
    assert.match((await run('tasks')).out, /^ID +STATE +FILE/);
  });

  test('download fetches what is missing, and goes on where it was interrupted', async () => {
    const taskId = await submit('--frames', '1-3');
    assert.equal((await run('watch', String(taskId))).code, 0);
    const get = ['download', String(taskId), '--to', 'frames', '--json'];
    const first = JSON.parse((await run(...get)).out) as { files: number; fetchedFiles: number };
    assert.deepEqual([first.files, first.fetchedFiles], [3, 3]);
    const frame = join(folder, 'frames', 'frame_0002.png');
    const whole = await readFile(frame);

    // As an interrupted run leaves it: half of the file under its other name.
    await writeFile(`${frame}.part`, whole);
    await truncate(`${frame}.part`, Math.floor(whole.length / 2));
    await rm(frame);
    const second = JSON.parse((await run(...get)).out) as { fetchedFiles: number };
    assert.equal(second.fetchedFiles, 1);
    assert.deepEqual(await readFile(frame), whole);

    // A part that is longer than the file is no part of it.
    await writeFile(`${frame}.part`, Buffer.alloc(whole.length + 1));
    await rm(frame);
    assert.equal((await run(...get)).code, 0);
    assert.deepEqual(await readFile(frame), whole);
    assert.deepEqual(
      (await readdir(join(folder, 'frames'))).filter((name) => name.endsWith('.part')),
      [],
    );
    assert.equal((await run('download', String(taskId), '--zip', join('new', 'frames.zip'))).code, 0);
    assert.equal((await readFile(join(folder, 'new', 'frames.zip'))).subarray(0, 2).toString(), 'PK');
  });

  test('a download that is refused leaves nothing', async () => {
    assert.equal((await run('download', '999999')).code, 4);
    assert.equal((await run('download', '999999', '--zip', 'no.zip')).code, 4);
    await assert.rejects(stat(join(folder, 'no.zip')));
    await assert.rejects(stat(join(folder, 'no.zip.part')));
  });

  test('delete asks, and needs --yes where nobody can be asked', async () => {
    const taskId = String(await submit('--frames', '1'));
    assert.equal((await run('watch', taskId)).code, 0);
    assert.equal((await run('delete', taskId)).code, 12);
    const no = io({ isTerminal: true, input: 'n\n' });
    assert.equal(await runCli(['delete', taskId], no), 12);
    assert.match(no.out(), /scene\.mock, succeeded/);
    assert.equal(await runCli(['delete', taskId], io({ isTerminal: true, input: 'y\n' })), 0);
    assert.equal((await run('tasks', taskId)).code, 4);
  });

  test('a wrong token is refused with code 3', async () => {
    const { code, err } = await run('tasks', '--token', 'wrong');
    assert.equal(code, 3);
    assert.match(err, /does not accept this e-mail and token.*\n.*renderonline login/);
    assert.doesNotMatch(err, /wrong"/);
  });

  test('login checks the credentials and keeps them', async () => {
    const it = createFakeIo({
      cwd: folder,
      env: { XDG_CONFIG_HOME: join(folder, 'config') },
      input: `${farm.token}\n`,
    });
    const argv = ['login', '--address', farm.address, '--email', farm.email, '--token-file', '-'];
    assert.equal(await runCli(argv, it), 0, it.err());
    const later = createFakeIo({ cwd: folder, env: { XDG_CONFIG_HOME: join(folder, 'config') } });
    assert.equal(await runCli(['tasks', '--json'], later), 0, later.err());
    assert.doesNotMatch(it.err(), /comes first/);
    const quickstart = join(folder, '.renderonline');
    await mkdir(quickstart);
    await writeFile(join(quickstart, 'profile.json'), '{"address":"x","email":"x","token":"x"}', {
      mode: 0o600,
    });
    const again = createFakeIo({
      cwd: folder,
      env: { XDG_CONFIG_HOME: join(folder, 'config') },
      input: farm.token,
    });
    assert.equal(await runCli(argv, again), 0, again.err());
    assert.match(again.err(), /\.renderonline\/profile\.json comes first; --profile/);
    await rm(quickstart, { recursive: true });
  });
});
