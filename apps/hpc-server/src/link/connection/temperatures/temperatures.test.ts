import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { readCpuCelsius } from './cpu-celsius.ts';
import { gpuLoadOf, readGpuLoad } from './gpu-load.ts';

async function sysfs(t: TestContext, files: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'renderonline-sysfs-'));
  t.after(() => rm(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), `${text}\n`);
  }
  return root;
}

test("the hottest of the processor's sensors counts, of other chips none", async (t) => {
  const root = await sysfs(t, {
    'class/hwmon/hwmon0/name': 'nvme',
    'class/hwmon/hwmon0/temp1_input': '88000',
    'class/hwmon/hwmon1/name': 'coretemp',
    'class/hwmon/hwmon1/temp1_input': '61000',
    'class/hwmon/hwmon1/temp2_input': '64700',
    'class/hwmon/hwmon1/temp3_input': '255000',
    'class/hwmon/hwmon1/temp1_crit': '100000',
    'class/thermal/thermal_zone0/type': 'x86_pkg_temp',
    'class/thermal/thermal_zone0/temp': '70000',
  });
  assert.equal(await readCpuCelsius(root), 65);
});

test('without a driver a thermal zone tells, and without that nobody', async (t) => {
  const root = await sysfs(t, {
    'class/thermal/thermal_zone0/type': 'iwlwifi_1',
    'class/thermal/thermal_zone0/temp': '90000',
    'class/thermal/thermal_zone1/type': 'cpu-thermal',
    'class/thermal/thermal_zone1/temp': '48312',
    'class/thermal/cooling_device0/type': 'Processor',
  });
  assert.equal(await readCpuCelsius(root), 48);
  assert.equal(await readCpuCelsius(join(root, 'nothing')), null);
});

test('graphics cards are read from what nvidia-smi prints', async () => {
  assert.deepEqual(gpuLoadOf('64, 98\n71, 12\n'), { gpuCelsius: 71, gpuFraction: 0.98 });
  assert.deepEqual(gpuLoadOf('[N/A], [N/A]\n'), { gpuCelsius: null, gpuFraction: null });
  assert.equal(await readGpuLoad(async () => null), null);
});
