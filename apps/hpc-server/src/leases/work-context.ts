import type { openBlenderSession } from '@renderonline/engines';
import type { ProcessKeeper } from '../renders/process-keeper.ts';
import type { LeaseFolders } from './lease-folder.ts';
import type { LeaseRunnerInput } from './lease-runner.ts';
import type { LogShelf } from './log-shelf.ts';

/** What rendering leases needs of the machine, by whatever adapter. */
export interface WorkContext extends Pick<
  LeaseRunnerInput,
  'settings' | 'clock' | 'table' | 'log' | 'emit' | 'hasGpu'
> {
  readonly keeper: ProcessKeeper;
  readonly shelf: LogShelf;
  readonly folders: LeaseFolders;
  readonly openSession: typeof openBlenderSession;
}
