import assert from 'node:assert/strict';
import { it } from 'node:test';
import { findGpus } from './find-gpus.ts';
import { gpusOfLspci, gpusOfNvidiaSmi, gpusOfSystemProfiler, gpusOfVideoControllers } from './gpu-output.ts';

const lspci = `00:00.0 "Host bridge" "Intel Corporation" "Device 4641" -r02 "" ""
00:02.0 "VGA compatible controller" "Intel Corporation" "Alder Lake-P GT2 [Iris Xe Graphics]" -r0c "" ""
01:00.0 "3D controller" "NVIDIA Corporation" "GA104M [GeForce RTX 3070 Mobile]" -ra1 -p00 "" ""
03:00.0 "VGA compatible controller" "ASPEED Technology, Inc." "ASPEED Graphics Family" -r41 "" ""
`;

it('reads graphics cards from what systems print, without those that render nothing', () => {
  assert.deepEqual(gpusOfNvidiaSmi('NVIDIA RTX A4000, 16376\nNVIDIA GB10, [N/A]\n\nFailed to initialize\n'), [
    { name: 'NVIDIA RTX A4000', memoryMb: 16_376 },
    { name: 'NVIDIA GB10', memoryMb: null },
  ]);
  assert.deepEqual(
    gpusOfLspci(lspci).map(({ name }) => name),
    [
      'Intel Corporation Alder Lake-P GT2 [Iris Xe Graphics]',
      'NVIDIA Corporation GA104M [GeForce RTX 3070 Mobile]',
    ],
  );
  const profiler = {
    SPDisplaysDataType: [
      { _name: 'kHW_AppleM2', sppci_model: 'Apple M2' },
      { sppci_model: 'Radeon Pro 580', spdisplays_vram: '8 GB' },
    ],
  };
  assert.deepEqual(gpusOfSystemProfiler(JSON.stringify(profiler)), [
    { name: 'Apple M2', memoryMb: null },
    { name: 'Radeon Pro 580', memoryMb: 8192 },
  ]);
  const controllers =
    '[{"Name":"AMD Radeon RX 6800","AdapterRAM":4293918720},{"Name":"Microsoft Basic Display Adapter"}]';
  assert.deepEqual(gpusOfVideoControllers(controllers), [{ name: 'AMD Radeon RX 6800', memoryMb: null }]);
  assert.deepEqual(gpusOfVideoControllers('{"Name":"Intel(R) UHD Graphics"}').length, 1);
  assert.deepEqual([gpusOfVideoControllers('not JSON'), gpusOfSystemProfiler('[]')], [[], []]);
});

it('believes the maker of a card before the bus that it sits on', async () => {
  const run = (file: string) =>
    Promise.resolve(
      file === 'nvidia-smi' ? 'NVIDIA GeForce RTX 3070, 8192\n' : file === 'lspci' ? lspci : null,
    );
  assert.deepEqual(await findGpus(run, 'linux'), [
    { name: 'NVIDIA GeForce RTX 3070', memoryMb: 8192 },
    { name: 'Intel Corporation Alder Lake-P GT2 [Iris Xe Graphics]', memoryMb: null },
  ]);
  assert.deepEqual(await findGpus(() => Promise.resolve(null), 'linux'), []);
});
