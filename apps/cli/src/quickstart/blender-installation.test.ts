import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blenderInstallation, installationLine, type PlatformFacts } from './blender-installation.ts';

function line(platform: NodeJS.Platform, programs: readonly string[], isRoot = false): string | undefined {
  const facts: PlatformFacts = { platform, isRoot, programs: new Set(programs) };
  const installation = blenderInstallation(facts);
  return installation === undefined ? undefined : installationLine(installation);
}

test('each system has its line', () => {
  assert.equal(
    line('linux', ['apt-get', 'sudo'], true),
    'apt-get update && apt-get install -y blender libegl1 libgl1-mesa-dri',
  );
  assert.equal(
    line('linux', ['apt-get', 'sudo']),
    'sudo apt-get update && sudo apt-get install -y blender libegl1 libgl1-mesa-dri',
  );
  assert.equal(line('linux', ['dnf'], true), 'dnf install -y blender');
  assert.equal(line('linux', ['pacman']), 'sudo pacman -S --noconfirm blender');
  assert.equal(line('darwin', ['brew', 'sudo']), 'brew install --cask blender');
  assert.match(line('win32', ['winget']) ?? '', /^winget install --exact --id BlenderFoundation\.Blender /);
});

test('an unknown system has none, and brew on Linux is not what is meant', () => {
  assert.equal(line('linux', ['zypper', 'brew']), undefined);
  assert.equal(line('freebsd', []), undefined);
});
