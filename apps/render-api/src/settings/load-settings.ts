import { hostname } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { parseConnectionString } from '@renderonline/database';
import { domainError } from '@renderonline/domain';
import { loadConfiguration } from '@renderonline/runtime';
import type { S3Settings } from '../projects/project-settings.ts';
import { effectiveSettings } from './effective-settings.ts';
import type { RenderApiSettings } from './render-api-settings.ts';
import { RenderApiConfiguration } from './settings-schema.ts';

export interface SettingsSources {
  /** As given with --config; RenderAPI.json of the working directory is read when there is one. */
  readonly configPath?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** By configuration key, e.g. `{ Port: 5001 }`; undefined is not given. */
  readonly flags?: Readonly<Record<string, unknown>>;
  readonly cwd?: string;
}

/** `RENDERONLINE_API_PORT` sets `Port`, and so on. */
export const environmentPrefix = 'RENDERONLINE_API_';

/**
 * Reads RenderAPI's settings once: defaults < RenderAPI.json < environment < flags. Relative paths start at the
 * folder of the file.
 *
 * @throws DomainError 'configuration-invalid' with every fault by its key; 'connection-string-invalid'.
 */
export async function loadRenderApiSettings(sources: SettingsSources): Promise<RenderApiSettings> {
  const {
    values,
    sources: valueSources,
    path,
    directory,
  } = await loadConfiguration({
    schema: RenderApiConfiguration,
    fileName: 'RenderAPI.json',
    configPath: sources.configPath,
    env: sources.env,
    envPrefix: environmentPrefix,
    ...(sources.flags === undefined ? {} : { flags: sources.flags }),
    ...(sources.cwd === undefined ? {} : { cwd: sources.cwd }),
  });
  assertRelations(values);
  return Object.freeze({
    ...settingsOf(values, path, directory),
    effective: effectiveSettings(values, valueSources, environmentPrefix),
  });
}

function settingsOf(
  values: RenderApiConfiguration,
  configurationPath: string | null,
  directory: string,
): Omit<RenderApiSettings, 'effective'> {
  const certificate = values.Certificate;
  return {
    configurationPath,
    connectionString: withAbsolutePath(values.ConnectionString, directory),
    port: values.Port,
    bindAddress: values.BindAddress,
    certificate: certificate && {
      fullchainPemPath: resolve(directory, certificate.FullchainPemPath),
      privPemPath: resolve(directory, certificate.PrivPemPath),
      pollMs: values.CertificatePollMs,
    },
    farmName: values.FarmName.trim() || hostname(),
    clientDirectory: clientDirectoryOf(values.ClientDirectory, directory),
    webhooksAllowPrivateAddresses: values.WebhookAllowsPrivateAddresses,
    allowedOrigins: values.AllowedOrigins,
    logLevel: values.LogLevel,
    maxFramesPerTask: values.MaxFramesPerTask,
    allowsScripts: values.AllowScripts,
    maxLogBytes: values.MaxLogBytes,
    requestBodyTimeoutMs: values.RequestBodyTimeoutMs,
    connectionIdleTimeoutMs: values.ConnectionIdleTimeoutMs,
    upload: {
      maxBytes: values.MaxUploadBytes,
      minFreeBytes: values.MinFreeBytes,
      idleTimeoutMs: values.UploadIdleTimeoutMs,
      totalTimeoutMs: values.UploadTotalTimeoutMs,
      drainBytes: values.RefusedUploadDrainBytes,
      drainMs: values.RefusedUploadDrainMs,
    },
    projects: {
      contentsDirectory: resolve(directory, values.ContentsDirectory),
      contentsS3: values.ContentsS3 && s3SettingsOf(values.ContentsS3),
      maxFiles: values.MaxProjectFiles,
      maxOfUser: values.MaxProjectsPerUser,
      openUploads: {
        maxCount: values.MaxOpenUploadsPerUser,
        maxBytes: values.MaxOpenUploadBytesPerUser,
      },
      maxBytes: values.MaxProjectBytes,
      uploadExpiryMs: values.UploadExpiryMs,
    },
    events: {
      maxStreams: values.MaxEventStreams,
      maxStreamsOfUser: values.MaxEventStreamsPerUser,
      maxListeners: values.MaxEventListeners,
      historyBytes: values.EventHistoryBytes,
      heartbeatMs: values.EventHeartbeatMs,
    },
    retention: {
      keep: {
        task: { days: values.KeepTasksDays, bytes: values.KeepTasksBytes },
        results: { days: values.KeepResultsDays, bytes: values.KeepResultsBytes },
        logs: { days: values.KeepLogsDays, bytes: values.KeepLogsBytes },
        project: { days: values.KeepProjectsDays, bytes: values.KeepProjectsBytes },
      },
      unusedContentsMs: values.KeepUnusedContentsHours * 3_600_000,
      intervalMs: values.RetentionIntervalMs,
    },
    thumbnails: {
      concurrency: values.ThumbnailProcesses,
      waitMs: values.ThumbnailWaitMs,
      memoryBytes: values.ThumbnailMemoryBytes,
      timeoutMs: values.ThumbnailTimeoutMs,
    },
    link: {
      heartbeatIntervalMs: values.LinkHeartbeatMs,
      idleHeartbeatIntervalMs: values.LinkIdleHeartbeatMs,
      silentAfterMs: values.LinkSilentAfterMs,
      reconnectGraceMs: values.LinkReconnectGraceMs,
      maxConnections: values.MaxLinkConnections,
      maxOutputBytes: values.MaxOutputBytes,
    },
    announces: values.Announce,
    scheduling: {
      allowsScripts: values.AllowScripts,
      machinePollIntervalMs: values.MachinePollIntervalMs,
      machineIdlePollIntervalMs: values.MachineIdlePollIntervalMs,
      machineRequestTimeoutMs: values.MachineRequestTimeoutMs,
      machineSilentAfterMs: values.MachineSilentAfterMs,
      leaseTtlMs: values.LeaseTtlMs,
      maxAttempts: values.MaxAttempts,
      leadershipTtlMs: values.LeadershipTtlMs,
      maxRenderMs: values.MaxRenderMs,
      hungAfterMs: values.HungAfterMs,
      hungFrameFactor: values.HungFrameFactor,
      hungFrameMinMs: values.HungFrameMinMs,
      stopTimeoutMs: values.StopTimeoutMs,
      rescanIntervalMs: values.RescanIntervalMs,
      linkReturnGraceMs: values.LinkReturnGraceMs,
    },
  };
}

/** Where the web client is built to, unless another one is wanted. */
const builtClient = join(import.meta.dirname, '../../../rno-client/dist');

function clientDirectoryOf(given: string | null, directory: string): string | null {
  if (given === null) return builtClient;
  return given === '' ? null : resolve(directory, given);
}

function s3SettingsOf(values: NonNullable<RenderApiConfiguration['ContentsS3']>): S3Settings {
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey } = values;
  return {
    bucket: values.Bucket,
    endpoint: values.Endpoint,
    region: values.Region,
    prefix: values.Prefix,
    credentials:
      accessKeyId === undefined || secretAccessKey === undefined
        ? undefined
        : { accessKeyId, secretAccessKey },
  };
}

function assertRelations(values: RenderApiConfiguration): void {
  const faults: string[] = [];
  if (values.MachineSilentAfterMs < 3 * values.MachinePollIntervalMs) {
    faults.push('"MachineSilentAfterMs" must be at least 3 × "MachinePollIntervalMs"');
  }
  if (values.LinkSilentAfterMs < 2 * values.LinkHeartbeatMs) {
    faults.push('"LinkSilentAfterMs" must be at least 2 × "LinkHeartbeatMs"');
  }
  const { AccessKeyId, SecretAccessKey } = values.ContentsS3 ?? {};
  if ((AccessKeyId === undefined) !== (SecretAccessKey === undefined)) {
    faults.push('"ContentsS3" needs both "AccessKeyId" and "SecretAccessKey", or neither');
  }
  if (values.LeaseTtlMs < values.MachineSilentAfterMs) {
    faults.push('"LeaseTtlMs" must not be less than "MachineSilentAfterMs"');
  }
  if (values.HungFrameFactor === 1) {
    faults.push('"HungFrameFactor" must be 0, or at least 2: frames differ');
  }
  if (values.UploadTotalTimeoutMs < values.UploadIdleTimeoutMs) {
    faults.push('"UploadTotalTimeoutMs" must not be less than "UploadIdleTimeoutMs"');
  }
  if (values.ConnectionIdleTimeoutMs < 2 * values.EventHeartbeatMs) {
    faults.push('"ConnectionIdleTimeoutMs" must be at least 2 × "EventHeartbeatMs"');
  }
  if (faults.length > 0) throw domainError('configuration-invalid', faults.join('; '));
}

// SQLite's file lies beside the configuration, not wherever the program was started.
function withAbsolutePath(connectionString: string, directory: string): string {
  const settings = parseConnectionString(connectionString);
  if (settings.kind !== 'sqlite' || settings.path === ':memory:' || isAbsolute(settings.path)) {
    return connectionString;
  }
  return `Data Source="${resolve(directory, settings.path)}"`;
}
