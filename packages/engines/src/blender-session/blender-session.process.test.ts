import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readPhrases } from '@renderonline/domain';
import { imageFault } from '../images/image-fault.ts';
import {
  filesOf,
  openBlenderLab,
  pixelsOf,
  strongestChannels,
  type BlenderLab,
} from './testing/blender-lab.ts';

const ignore = () => undefined;
const engines = ['CYCLES', 'BLENDER_EEVEE', 'BLENDER_WORKBENCH'];

/** The Blender that is installed; what it must do is in docs/blender-sessions.md. */
describe('a session of Blender', () => {
  let lab: BlenderLab;
  before(async () => {
    lab = await openBlenderLab();
    for (const engine of engines) await lab.makeScene('animated-scene.py', engine, engine);
  });
  after(() => lab.close());

  for (const engine of engines) {
    it(`renders the same pixels as Blender alone, in any order (${engine})`, async () => {
      const projectPath = join(lab.folder, `${engine}.blend`);
      const bare = join(lab.folder, `bare ${engine}`);
      await lab.run('-b', '-Y', projectPath, '-o', join(bare, 'frame_####'), '-s', '1', '-e', '3', '-a');
      await lab.withSession({ projectPath }, async (session, log) => {
        for (const frame of [3, 1, 2]) {
          const directory = join(lab.folder, `${engine} ${frame}`);
          const files = filesOf(await session.renderFrame(frame, directory, ignore));
          assert.deepEqual(files, [join(directory, `frame_000${frame}.png`)]);
          const same = join(bare, `frame_000${frame}.png`);
          assert.ok((await pixelsOf(files[0])).equals(await pixelsOf(same)), `frame ${frame}`);
          assert.deepEqual(await imageFault(files[0] ?? ''), { fault: null, warning: null, format: 'png' });
        }
        assert.match(log(), engine === 'CYCLES' ? /render data is kept/ : /render data is not kept/);
        assert.deepEqual((await session.opened).findings, []);
        assert.match((await session.opened).version, /^\d+\.\d+\.\d+$/);
      });
    });
  }

  it('renders the same pixels with cameras that change by markers, and with scripts allowed', async () => {
    const projectPath = await lab.makeScene('animated-scene.py', 'markers', 'BLENDER_WORKBENCH', 'markers');
    const bare = join(lab.folder, 'bare markers', 'frame_####');
    await lab.run('-b', '-Y', projectPath, '-o', bare, '-s', '1', '-e', '3', '-a');
    for (const allowsScripts of [false, true])
      await lab.withSession({ projectPath, allowsScripts }, async (session) => {
        for (const frame of [3, 1]) {
          const directory = join(lab.folder, `markers ${frame} ${allowsScripts}`);
          const [file] = filesOf(await session.renderFrame(frame, directory, ignore));
          const same = bare.replace('####', `000${frame}.png`);
          assert.ok((await pixelsOf(file)).equals(await pixelsOf(same)), `frame ${frame} ${allowsScripts}`);
        }
      });
  });

  it('says how far a frame is, and what it took', async () => {
    const projectPath = join(lab.folder, 'CYCLES.blend');
    const values = new Map([
      ['samples', '64'],
      ['resolution_percentage', '400'],
    ]);
    await lab.withSession({ projectPath, values }, async (session) => {
      const said: number[] = [];
      const result = await session.renderFrame(1, join(lab.folder, 'progress'), (fraction) =>
        said.push(fraction),
      );
      assert.ok(result.kind === 'done' && result.renderMs > 0 && (result.peakMemoryMb ?? 0) > 50);
      assert.deepEqual(
        said,
        said.toSorted((a, b) => a - b),
      );
      assert.ok(said.length > 2 && said[0] === 0 && said.at(-1) === 1, String(said));
      assert.ok((session.memoryMb() ?? 0) > 50);
    });
  });

  it('takes the values of the task, and names files as the preset does', async () => {
    const projectPath = join(lab.folder, 'CYCLES.blend');
    const values = new Map([
      ['output_format', '.jpg'],
      ['view_layer', 'ViewLayer'],
      ['camera', 'Camera'],
    ]);
    await lab.withSession({ projectPath, values }, async (session) => {
      const files = filesOf(await session.renderFrame(12, join(lab.folder, 'values'), ignore));
      assert.deepEqual(
        files.map((file) => basename(file)),
        ['frame_0012.jpg'],
      );
      assert.equal((await imageFault(files[0] ?? '')).format, 'jpeg');
    });
  });

  const formats = [
    { output_format: 'PNG', name: 'frame_0007.png', format: 'png' },
    { output_format: 'jpg', name: 'frame_0007.jpg', format: 'jpeg' },
    { output_format: 'exr', name: 'frame_0007.exr', format: 'exr' },
    { output_format: 'multilayer', name: 'frame_0007.exr', format: 'exr' },
    { output_format: 'tif', name: 'frame_0007.tif', format: 'tiff' },
  ];
  for (const { output_format, name, format } of formats) {
    it(`writes ${output_format}, into a folder whose name Blender could take for a variable`, async () => {
      const projectPath = join(lab.folder, 'BLENDER_WORKBENCH.blend');
      const values = new Map(Object.entries({ output_format, samples: '2', resolution_percentage: '50' }));
      await lab.withSession({ projectPath, values }, async (session) => {
        const directory = join(lab.folder, `{blend_name} ${output_format}`);
        const files = filesOf(await session.renderFrame(7, directory, ignore));
        assert.deepEqual(files, [join(directory, name)]);
        assert.deepEqual(await imageFault(files[0] ?? ''), { fault: null, warning: null, format });
      });
    });
  }

  const refusals = [
    { values: { scene: 'Nope' }, code: 'scene-unknown', cause: 'scene-invalid' },
    { values: { camera: 'Nope' }, code: 'camera-unknown', cause: 'scene-invalid' },
    { values: { view_layer: 'Nope' }, code: 'view-layer-unknown', cause: 'scene-invalid' },
    { values: { output_format: 'aviraw' }, code: 'format-is-movie', cause: 'scene-invalid' },
    { values: { output_format: 'NOPE' }, code: 'format-unsupported', cause: 'feature-missing' },
  ];
  for (const { values, code, cause } of refusals) {
    it(`refuses to render anything: ${code}`, async () => {
      const projectPath = join(lab.folder, 'CYCLES.blend');
      await lab.withSession({ projectPath, values: new Map(Object.entries(values)) }, async (session) => {
        const { findings } = await session.opened;
        assert.deepEqual(
          findings.map((finding) => finding.code),
          [code],
        );
        assert.deepEqual(
          findings.map(({ message }) => readPhrases(message)[0]?.code),
          [`finding-${code}`],
        );
        const output = join(lab.folder, 'refused');
        const result = await session.renderFrame(1, output, ignore);
        assert.ok(result.kind === 'failed' && result.cause === cause && result.isSessionUsable);
        assert.equal(existsSync(output), false);
      });
    });
  }

  it('says within the opening that this Blender cannot denoise, and what to do', async () => {
    const projectPath = await lab.makeScene('animated-scene.py', 'denoised', 'CYCLES', 'denoised');
    let isMissing = false;
    await lab.withSession({ projectPath }, async (session) => {
      const { findings } = await session.opened;
      isMissing = findings.length > 0;
      // Builds that can denoise have nothing to say.
      if (!isMissing) return;
      assert.equal(findings[0]?.code, 'denoiser-missing');
      const result = await session.renderFrame(1, join(lab.folder, 'denoised'), ignore);
      assert.ok(result.kind === 'failed' && result.cause === 'feature-missing');
      assert.match(result.message, /denoise=off/);
    });
    const values = new Map([['denoise', 'auto']]);
    await lab.withSession({ projectPath, values }, async (session) => {
      const { findings } = await session.opened;
      assert.deepEqual(
        findings.map(({ code }) => code),
        isMissing ? ['denoising-off'] : [],
      );
      filesOf(await session.renderFrame(1, join(lab.folder, 'denoised'), ignore));
    });
  });

  it('finds what is wrong with a scene before its first frame, and renders it nevertheless', async () => {
    const projectPath = await lab.makeScene('flawed-scene.py', 'flawed');
    await lab.withSession({ projectPath }, async (session) => {
      const { findings } = await session.opened;
      const codes = findings.map(({ code }) => code).sort();
      const expected = ['file-outside-project', 'gpu-missing', 'scripts-not-run', 'simulation-not-baked'];
      const always = [...expected, 'textures-missing', 'volumes-missing'];
      // Only some builds lack the denoiser.
      assert.deepEqual(
        codes.filter((code) => code !== 'denoise-node-idle'),
        always,
      );
      // Each can be said in other languages, with what it names.
      for (const { code, message } of findings) {
        assert.equal(readPhrases(message)[0]?.code, `finding-${code}`, message);
      }
      const textures = findings.find(({ code }) => code === 'textures-missing');
      assert.match(textures?.message ?? '', /wood \(\/\/textures\/wood\.png\)\./);
      const directory = join(lab.folder, 'flawed');
      const files = filesOf(await session.renderFrame(1, directory, ignore));
      // The File Output node, too, writes into the frame's folder and not out of it.
      assert.deepEqual(files, [join(directory, 'beauty_0001.png'), join(directory, 'frame_0001.png')]);
      assert.equal(existsSync(join(lab.folder, 'script-ran')), false);
    });
    await lab.withSession({ projectPath, allowsScripts: true }, async (session) => {
      const { findings } = await session.opened;
      assert.ok(!findings.some(({ code }) => code === 'scripts-not-run'));
      assert.equal(existsSync(join(lab.folder, 'script-ran')), true);
    });
  });

  it('takes from the project what the scene names by paths of other computers, and says what is not in it', async () => {
    const projectPath = await lab.makeScene('foreign-scene.py', join('foreign', 'shot'));
    const projectFolder = join(lab.folder, 'foreign');
    await lab.withSession({ projectPath, projectFolder }, async (session, log) => {
      const { findings } = await session.opened;
      assert.deepEqual(
        findings.map(({ code }) => code),
        ['textures-missing'],
      );
      assert.match(findings[0]?.message ?? '', /there: lost \(C:.proj.textures.lost\.png\)\..*--include/);
      assert.match(log(), /proj.textures.wood\.png is the project's textures\/wood\.png/);
      const [file] = filesOf(await session.renderFrame(1, join(lab.folder, 'foreign frame'), ignore));
      assert.deepEqual(await strongestChannels(file, [5, 15, 25, 35]), [...['red', 'green', 'blue', 'red']]);
    });
    // Without the project, all of it is missing.
    await lab.withSession({ projectPath }, async (session) => {
      const [finding] = (await session.opened).findings;
      assert.deepEqual([finding?.code, finding?.severity], ['library-missing', 'error']);
      assert.equal(readPhrases(finding?.message ?? '')[0]?.code, 'finding-library-missing');
    });
  });

  it('wants an active camera, as Blender does in the background, and says which there is', async () => {
    const projectPath = await lab.makeScene('cameraless-scene.py', 'cameraless');
    await lab.withSession({ projectPath }, async (session) => {
      const [finding, ...others] = (await session.opened).findings;
      assert.deepEqual([finding?.code, others], ['camera-missing', []]);
      assert.match(finding?.message ?? '', /no active camera.*--arg "camera=Camera"/);
      const result = await session.renderFrame(1, join(lab.folder, 'cameraless'), ignore);
      assert.ok(result.kind === 'failed' && result.cause === 'scene-invalid' && result.isSessionUsable);
    });
    await lab.withSession({ projectPath, values: new Map([['camera', 'Camera']]) }, async (session) => {
      filesOf(await session.renderFrame(1, join(lab.folder, 'camera chosen'), ignore));
    });
  });

  it('wants no camera for what is made by the compositor alone', async () => {
    const projectPath = await lab.makeScene('cameraless-scene.py', 'composited', 'composited');
    await lab.withSession({ projectPath }, async (session) => {
      assert.deepEqual((await session.opened).findings, []);
      filesOf(await session.renderFrame(1, join(lab.folder, 'composited'), ignore));
    });
  });

  it('fails a frame that Blender gives up because of an error, and does not call it canceled', async () => {
    const projectPath = await lab.makeScene('cameraless-scene.py', 'hidden', 'hidden');
    await lab.withSession({ projectPath }, async (session) => {
      assert.deepEqual((await session.opened).findings, []);
      const result = await session.renderFrame(1, join(lab.folder, 'hidden'), ignore);
      assert.ok(result.kind === 'failed' && result.cause === 'scene-invalid', JSON.stringify(result));
      assert.match(result.message, /no camera/);
    });
  });

  it('fails a frame that cannot be written, and goes on', async () => {
    const projectPath = join(lab.folder, 'BLENDER_WORKBENCH.blend');
    await lab.withSession({ projectPath }, async (session) => {
      const failed = await session.renderFrame(1, join(projectPath, 'below a file'), ignore);
      assert.ok(failed.kind === 'failed' && failed.isSessionUsable, JSON.stringify(failed));
      assert.match(failed.message, /NotADirectoryError|FileExistsError/);
      filesOf(await session.renderFrame(1, join(lab.folder, 'written'), ignore));
    });
  });

  it('cancels a frame, and renders the next one when Blender let it go', async () => {
    const projectPath = join(lab.folder, 'BLENDER_EEVEE.blend');
    const values = new Map([['samples', '4000']]);
    await lab.withSession({ projectPath, values }, async (session) => {
      const directory = join(lab.folder, 'canceled');
      const canceled = await session.renderFrame(1, directory, (_fraction, note) => {
        if (note?.startsWith('Rendering') === true) session.cancelFrame();
      });
      assert.equal(canceled.kind, 'canceled');
      assert.deepEqual(await readdir(directory), []);
      if (!canceled.isSessionUsable) await session.ended;
    });
  });

  it('leaves nothing behind when it is closed within a frame', async () => {
    const projectPath = join(lab.folder, 'CYCLES.blend');
    const values = new Map([['samples', '1000000']]);
    await lab.withSession({ projectPath, values }, async (session) => {
      await session.opened;
      const frame = session.renderFrame(1, join(lab.folder, 'closed'), () => void session.close());
      assert.deepEqual(await frame, { kind: 'canceled', isSessionUsable: false });
      assert.equal((await session.ended).kind, 'closed');
    });
  });

  it('says what a scene that is none is', async () => {
    await lab.withSession({ projectPath: join(lab.folder, 'nowhere.blend') }, async (session) => {
      await assert.rejects(session.opened, { failureCause: 'missing-file', message: /Cannot read file/ });
    });
  });
});
