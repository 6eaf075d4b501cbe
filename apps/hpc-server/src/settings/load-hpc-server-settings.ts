import { resolve } from 'node:path';
import { domainError } from '@renderonline/domain';
import { loadConfiguration, type ConfigurationSources } from '@renderonline/runtime';
import type { Static } from 'typebox';
import { createTrustedAddresses } from '../trust/trusted-addresses.ts';
import type { HpcServerSettings, RenderingEngine } from './hpc-server-settings.ts';
import { SettingsSchema } from './settings-schema.ts';

export type HpcServerSettingsSources = Pick<
  ConfigurationSources<typeof SettingsSchema>,
  'configPath' | 'env' | 'flags' | 'cwd'
>;

/** The specification's. */
const defaultPort = 5001;

/**
 * Reads HPCServer.json (from `configPath`, else from the current folder if it is there), the environment
 * (RENDERONLINE_NODE_PORT, …) and flags (by the keys of the file).
 *
 * @throws DomainError `configuration-invalid` naming what is wrong.
 */
export async function loadHpcServerSettings(sources: HpcServerSettingsSources): Promise<HpcServerSettings> {
  const { values, directory } = await loadConfiguration({
    ...sources,
    schema: SettingsSchema,
    fileName: 'HPCServer.json',
    envPrefix: 'RENDERONLINE_NODE_',
  });
  // Fails here rather than at the first order.
  createTrustedAddresses(values.TrustedRenderApis);
  return {
    port: portOf(values.Port ?? defaultPort),
    isPortGiven: values.Port !== undefined,
    bindAddress: values.BindAddress,
    renderingEngines: enginesOf(values.RenderingEngines, directory),
    trustedRenderApis: values.TrustedRenderApis,
    dataDirectory: resolve(directory, values.DataDirectory),
    maxLogBytes: values.MaxLogBytes,
    keepAttempts: values.KeepAttempts,
    stopGraceMs: values.StopGraceMs,
    maxRenderMs: values.MaxRenderMs,
    slots: values.Slots,
    findsEngines: values.FindEngines,
    hungAfterMs: values.HungAfterMs,
    cacheBytes: values.CacheBytes,
    sharedContents: values.SharedContents === null ? null : resolve(directory, values.SharedContents),
    sharePort: values.SharePort,
    outputBufferBytes: values.OutputBufferBytes,
    sessionIdleMs: values.SessionIdleMs,
    sessionMemoryMb: values.SessionMemoryMb,
    userIdleMs: values.UserIdleMs,
    maxOutboxBytes: values.MaxOutboxBytes,
  };
}

function portOf(port: string | number): number {
  const number = Number(port);
  if (number > 65535) {
    throw domainError('configuration-invalid', `"Port" is ${number}; ports go up to 65535.`);
  }
  return number;
}

function enginesOf(
  engines: Static<typeof SettingsSchema>['RenderingEngines'],
  directory: string,
): RenderingEngine[] {
  const seen = new Set<string>();
  return engines.map(({ EngineId, ExecutablePath, LeadingArguments }) => {
    if (seen.has(EngineId.toLowerCase())) {
      throw domainError(
        'configuration-invalid',
        `"RenderingEngines" has the EngineId ${EngineId} twice; ids compare without case.`,
      );
    }
    seen.add(EngineId.toLowerCase());
    // A bare name is looked up in PATH; anything with a folder in it is a path.
    const isPath = /[/\\]/.test(ExecutablePath);
    return {
      engineId: EngineId,
      executablePath: isPath ? resolve(directory, ExecutablePath) : ExecutablePath,
      leadingArguments: LeadingArguments,
    };
  });
}
