import type { Language } from './words/words.ts';

/** A refusal of the shell: a code with words, and details. */
export interface Problem {
  readonly code: string;
  readonly detail: string;
}

export interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  readonly hosts: readonly string[];
  /** In seconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly fingerprint: string;
}

export type CertificateNotice =
  | {
      readonly kind: 'unknown-certificate';
      readonly server: string | null;
      readonly address: string;
      readonly certificate: Certificate;
      readonly reason: string;
    }
  | {
      readonly kind: 'changed-certificate';
      readonly server: string | null;
      readonly address: string;
      readonly certificate: Certificate;
      readonly pinned: string;
    };

export type Notice =
  | CertificateNotice
  | { readonly kind: 'link-without-farm'; readonly server: string | null; readonly taskId: number }
  | { readonly kind: 'not-opened'; readonly server: string; readonly problem: Problem };

export type Looked =
  | { readonly state: 'ready'; readonly address: string }
  | { readonly state: 'certificate'; readonly notice: CertificateNotice };

export interface Server {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly isReadableByOthers: boolean;
  readonly pinned: string | null;
  readonly runningTasks: number;
}

export type Lending = { readonly program: string | null } & (
  | { readonly state: 'off' | 'on' | 'stopping' }
  | { readonly state: 'ended'; readonly code: number | null; readonly lines: readonly string[] }
);

export interface Overview {
  readonly servers: readonly Server[];
  readonly notice: Notice | null;
  readonly keptIn: 'keychain' | 'file';
  readonly lending: Lending;
  readonly chosenLanguage: Language | null;
}

/** What became of the login at a farm that was removed. */
export type Removed =
  { readonly session: 'none' | 'ended' } | { readonly session: 'goesOn'; readonly problem: Problem };

export type Download = {
  readonly id: number;
  readonly file: string;
  readonly received: number;
  readonly total: number | null;
} & (
  | { readonly state: 'running' | 'saved' | 'canceled' }
  | { readonly state: 'failed'; readonly problem: Problem }
);

export interface FoundFarm {
  readonly name: string;
  readonly address: string;
}

interface Tauri {
  readonly core: { invoke(command: string, values?: object): Promise<unknown> };
  readonly event: { listen(event: string, handler: () => void): Promise<unknown> };
}

const tauri = (globalThis as unknown as { readonly __TAURI__: Tauri }).__TAURI__;

const call =
  <Result, Values extends object | undefined = undefined>(command: string) =>
  (values?: Values): Promise<Result> =>
    tauri.core.invoke(command, values) as Promise<Result>;

/** What the shell does for its own pages. Each rejects with a Problem. */
export const shell = {
  overview: call<Overview>('overview'),
  setLanguage: call<null, { chosen: Language | null; system: string }>('set_language'),
  lookAtAddress: call<Looked, { address: string }>('look_at_address'),
  addServer: call<string, { name: string; address: string; fingerprint: string | null }>('add_server'),
  renameServer: call<null, { id: string; name: string }>('rename_server'),
  removeServer: call<Removed, { id: string }>('remove_server'),
  openServer: call<Looked, { id: string }>('open_server'),
  trustCertificate: call<null, { id: string; fingerprint: string }>('trust_certificate'),
  dismissNotice: call<null>('dismiss_notice'),
  discover: call<readonly FoundFarm[]>('discover'),
  lend: call<null, { id: string | null; code: string | null }>('lend'),
  stopLending: call<null>('stop_lending'),
  chooseProgram: call<null>('choose_program'),
  downloads: call<readonly Download[]>('downloads'),
  cancelDownload: call<null, { id: number }>('cancel_download'),
  showDownload: call<null, { id: number }>('show_download'),
  showLicences: call<null>('show_licences'),
};

/** Calls back whenever the shell says that something has changed. */
export function onChange(event: 'changed' | 'downloads-changed', handler: () => void): void {
  void tauri.event.listen(event, handler);
}
