import type { LogLevel } from '@renderonline/runtime';
import type { ProjectSettings } from '../projects/project-settings.ts';
import type { LinkSettings } from '../link/link-settings.ts';
import type { RetentionSettings } from '../retention/retention-settings.ts';
import type { SchedulingSettings } from '../scheduling/scheduler.ts';
import type { EffectiveSetting } from './effective-settings.ts';
import type { ThumbnailSettings } from '../thumbnails/thumbnail-settings.ts';

/** RenderAPI's settings after loading: checked, frozen, paths absolute. Times are milliseconds. */
export interface RenderApiSettings {
  /** The configuration file they came from; null when there was none. */
  readonly configurationPath: string | null;
  /** The same by the keys of the configuration, for people. */
  readonly effective: readonly EffectiveSetting[];
  readonly connectionString: string;
  readonly port: number;
  readonly bindAddress: string;
  /** HTTP when null. */
  readonly certificate: CertificateSettings | null;
  /** What people call the farm. */
  readonly farmName: string;
  /** Of the web client; null when there is none to be served. */
  readonly clientDirectory: string | null;
  /** Whether webhooks of users may lead to the local network. */
  readonly webhooksAllowPrivateAddresses: boolean;
  /** ['*'] is any. */
  readonly allowedOrigins: readonly string[];
  readonly logLevel: LogLevel;
  readonly maxFramesPerTask: number;
  /** Whether scripts embedded in scenes run, for tasks that ask for it. */
  readonly allowsScripts: boolean;
  /** Bytes of an attempt's log that are kept. */
  readonly maxLogBytes: number;
  readonly requestBodyTimeoutMs: number;
  readonly connectionIdleTimeoutMs: number;
  readonly upload: UploadSettings;
  readonly projects: ProjectSettings;
  readonly events: EventSettings;
  readonly retention: RetentionSettings;
  readonly thumbnails: ThumbnailSettings;
  readonly link: LinkSettings;
  /** Whether the local network is told where RenderAPI is. */
  readonly announces: boolean;
  readonly scheduling: SchedulingSettings;
}

export interface CertificateSettings {
  readonly fullchainPemPath: string;
  readonly privPemPath: string;
  readonly pollMs: number;
}

export interface UploadSettings {
  readonly maxBytes: number;
  readonly minFreeBytes: number;
  readonly idleTimeoutMs: number;
  readonly totalTimeoutMs: number;
  /** How much of a refused upload is read and thrown away, and for how long. */
  readonly drainBytes: number;
  readonly drainMs: number;
}

export interface EventSettings {
  readonly maxStreams: number;
  /** Of each kind: of events, of tasks, of logs. */
  readonly maxStreamsOfUser: number;
  readonly maxListeners: number;
  readonly historyBytes: number;
  readonly heartbeatMs: number;
}
