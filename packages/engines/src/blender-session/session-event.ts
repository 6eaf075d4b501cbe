import type { FailureCause } from '@renderonline/domain';
import type { Finding } from '../preflight/finding.ts';

/** What our script inside Blender says, one JSON object a line on descriptor 4. */
export type SessionEvent =
  | {
      kind: 'ready';
      version: string;
      findings: Finding[];
      /** Libraries that Blender had not found were found in the project. */
      librariesLed: boolean;
      memoryMb: number | null;
    }
  | { kind: 'stats'; id: number; text: string }
  | { kind: 'pulse'; memoryMb: number | null; peakMemoryMb: number | null }
  | { kind: 'breaking'; id: number; canBreak: boolean }
  | {
      kind: 'done';
      id: number;
      files: string[];
      renderMs: number;
      memoryMb: number | null;
      peakMemoryMb: number | null;
    }
  | { kind: 'failed'; id: number; message: string }
  | { kind: 'canceled'; id: number };

/** What we tell it, on descriptor 3. Its end means: close. */
export type SessionCommand =
  | {
      kind: 'open';
      setup: string;
      marker: string;
      allowsScripts: boolean;
      projectFolder: string | null;
    }
  | { kind: 'render'; id: number; frame: number; directory: string }
  | { kind: 'cancel'; id: number }
  | { kind: 'close' };

const longestText = 4000;
const mostFindings = 100;
const mostFiles = 10_000;
const setupCauses: readonly FailureCause[] = ['missing-file', 'scene-invalid', 'feature-missing'];

/**
 * Checks a message: the scene's own scripts run in the same process, and might write to our pipe.
 *
 * @returns undefined for anything that is not a message of ours.
 */
export function parseSessionEvent(message: unknown): SessionEvent | undefined {
  if (!isRecord(message)) return undefined;
  const { kind, id } = message;
  switch (kind) {
    case 'ready': {
      const findings = listOf(message['findings'], mostFindings, parseFinding);
      const version = text(message['version']);
      if (!findings || version === undefined) return undefined;
      const librariesLed = message['librariesLed'] === true;
      return { kind, version, findings, librariesLed, memoryMb: megabytes(message['memoryMb']) };
    }
    case 'pulse':
      return {
        kind,
        memoryMb: megabytes(message['memoryMb']),
        peakMemoryMb: megabytes(message['peakMemoryMb']),
      };
    case 'stats': {
      const stats = text(message['text']);
      return typeof id === 'number' && stats !== undefined ? { kind, id, text: stats } : undefined;
    }
    case 'breaking': {
      const canBreak = message['canBreak'];
      return typeof id === 'number' && typeof canBreak === 'boolean' ? { kind, id, canBreak } : undefined;
    }
    case 'done': {
      const files = listOf(message['files'], mostFiles, (file) => text(file));
      const renderMs = message['renderMs'];
      if (typeof id !== 'number' || !files || typeof renderMs !== 'number') return undefined;
      const memoryMb = megabytes(message['memoryMb']);
      return { kind, id, files, renderMs, memoryMb, peakMemoryMb: megabytes(message['peakMemoryMb']) };
    }
    case 'failed':
      return typeof id === 'number' ? { kind, id, message: text(message['message']) ?? '' } : undefined;
    case 'canceled':
      return typeof id === 'number' ? { kind, id } : undefined;
    default:
      return undefined;
  }
}

function parseFinding(value: unknown): Finding | undefined {
  if (!isRecord(value)) return undefined;
  const code = text(value['code']);
  const message = text(value['message']);
  if (code === undefined || message === undefined) return undefined;
  const isMachineDependent = value['isMachineDependent'] === true;
  if (value['severity'] !== 'error')
    return { severity: 'warning', code, message, isMachineDependent, cause: null };
  const cause = setupCauses.find((known) => known === value['cause']) ?? 'scene-invalid';
  return { severity: 'error', code, message, isMachineDependent, cause };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value.slice(0, longestText) : undefined;
}

function megabytes(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 ? Math.round(value) : null;
}

function listOf<T>(value: unknown, most: number, parse: (item: unknown) => T | undefined): T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items = value.slice(0, most).map((item) => parse(item));
  return items.every((item) => item !== undefined) ? items : undefined;
}
