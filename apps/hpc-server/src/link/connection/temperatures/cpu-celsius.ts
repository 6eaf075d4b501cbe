import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Drivers whose sensors sit in or on the processor. */
const processorChips = /^(coretemp|k10temp|zenpower|cpu_thermal|soc_thermal|fam15h_power)$/;
const processorZones = /^(x86_pkg_temp|cpu.*|soc.*|.*-cpu.*|acpitz)$/i;
/** Sensors that are not connected say absurd things. */
const [coldest, hottest] = [-50, 150];

/**
 * How hot the hottest processor is, as Linux tells: by its driver, else by a thermal zone. null where nothing tells.
 *
 * @param root where `sysfs` is
 */
export async function readCpuCelsius(root = '/sys'): Promise<number | null> {
  return (await fromDrivers(join(root, 'class/hwmon'))) ?? (await fromZones(join(root, 'class/thermal')));
}

async function fromDrivers(folder: string): Promise<number | null> {
  const found: number[] = [];
  for (const chip of await names(folder)) {
    const path = join(folder, chip);
    if (!processorChips.test(await text(join(path, 'name')))) continue;
    for (const sensor of await names(path)) {
      if (/^temp\d+_input$/.test(sensor)) found.push(...celsius(await text(join(path, sensor))));
    }
  }
  return hottestOf(found);
}

async function fromZones(folder: string): Promise<number | null> {
  const found: number[] = [];
  for (const zone of await names(folder)) {
    if (!zone.startsWith('thermal_zone')) continue;
    if (!processorZones.test(await text(join(folder, zone, 'type')))) continue;
    found.push(...celsius(await text(join(folder, zone, 'temp'))));
  }
  return hottestOf(found);
}

/** Thousandths of a degree, as text. */
function celsius(thousandths: string): number[] {
  const value = Number(thousandths) / 1000;
  return thousandths !== '' && value > coldest && value < hottest ? [value] : [];
}

function hottestOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.round(Math.max(...values));
}

async function names(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

async function text(path: string): Promise<string> {
  return (await readFile(path, 'utf8').catch(() => '')).trim();
}
