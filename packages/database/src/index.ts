/** The database of RenderOnline: SQLite, MySQL 8 and MariaDB behind one set of operations. */
export type {
  ConnectionSettings,
  MysqlSettings,
  SqliteSettings,
  SslMode,
} from './connection/connection-settings.ts';
export { openDatabase } from './connection/open-database.ts';
export type { OpenDatabaseOptions } from './connection/open-database.ts';
export { describeSettings } from './connection/connection-settings.ts';
export { parseConnectionString } from './connection/parse-connection-string.ts';
export type { Database, DatabaseLog, Executor } from './database.ts';
export type { Schema } from './schema.ts';
export { databaseVersion } from './migrations/database-version.ts';
export { migrateDatabase } from './migrations/migrate-database.ts';
export type { MigrationReport } from './migrations/migrate-database.ts';

export type { User, UserRole } from './users/user.ts';
export { addUser } from './users/add-user.ts';
export { findUserByEmail } from './users/find-user-by-email.ts';
export { keepingAnAdmin } from './users/keeping-an-admin.ts';
export { listUserNames } from './users/list-user-names.ts';
export { listUsers } from './users/list-users.ts';
export { removeUser } from './users/remove-user.ts';
export { replaceUserToken } from './users/replace-user-token.ts';
export { updateUser } from './users/update-user.ts';

export type { WebSession } from './sessions/web-session.ts';
export { beginWebSession, maxSessionsOfUser } from './sessions/begin-web-session.ts';
export type { BeginWebSessionInput } from './sessions/begin-web-session.ts';
export { endWebSession, endWebSessionOf, endWebSessions } from './sessions/end-web-sessions.ts';
export { extendWebSession } from './sessions/extend-web-session.ts';
export { findWebSession } from './sessions/find-web-session.ts';
export { listWebSessionIds, listWebSessions } from './sessions/list-web-sessions.ts';

export { hasUsers } from './setup/has-users.ts';
export { setUpFarm } from './setup/set-up-farm.ts';
export type { SetUpFarmInput } from './setup/set-up-farm.ts';

export type { ListedWebhook, Webhook, WebhookOwner } from './webhooks/webhook.ts';
export type { WebhookDelivery, WebhookDeliveryState } from './webhooks/webhook-delivery.ts';
export { addWebhook, maxWebhooksOfUser, takeOverWebhook } from './webhooks/add-webhook.ts';
export { addDelivery } from './webhooks/add-delivery.ts';
export { removeWebhook, updateWebhook } from './webhooks/change-webhook.ts';
export { claimDelivery, listDueDeliveries } from './webhooks/due-deliveries.ts';
export type { DueDelivery } from './webhooks/due-deliveries.ts';
export { endDeliveryTry, redeliver } from './webhooks/end-delivery-try.ts';
export { findWebhook, listWebhooks } from './webhooks/find-webhooks.ts';
export { listDeliveries } from './webhooks/list-deliveries.ts';
export { spreadWebhookEvents } from './webhooks/spread-webhook-events.ts';
export type { NotedEvent } from './webhooks/spread-webhook-events.ts';

export type { Subscription, SubscriptionFields } from './subscriptions/subscription.ts';
export { addSubscription } from './subscriptions/add-subscription.ts';
export { listSubscriptions } from './subscriptions/list-subscriptions.ts';
export { removeSubscription } from './subscriptions/remove-subscription.ts';
export { requireNewName } from './subscriptions/require-new-name.ts';
export { updateSubscription } from './subscriptions/update-subscription.ts';

export type { Engine, EngineAdapter } from './engines/engine.ts';
export { addEngine } from './engines/add-engine.ts';
export { findEngine } from './engines/find-engine.ts';
export { listEngines } from './engines/list-engines.ts';
export { removeEngine } from './engines/remove-engine.ts';
export { updateEngine } from './engines/update-engine.ts';

export { addArgumentType } from './argument-types/add-argument-type.ts';
export { listArgumentTypes } from './argument-types/list-argument-types.ts';
export { removeArgumentType } from './argument-types/remove-argument-type.ts';
export { updateArgumentType } from './argument-types/update-argument-type.ts';

export type { Machine, MachineFields } from './machines/machine.ts';
export { addMachine } from './machines/add-machine.ts';
export { findMachine } from './machines/find-machine.ts';
export { findMachineCredential } from './machines/find-machine-credential.ts';
export type { MachineCredential } from './machines/find-machine-credential.ts';
export { listMachineNames } from './machines/list-machine-names.ts';
export type { MachineName } from './machines/list-machine-names.ts';
export { listMachines } from './machines/list-machines.ts';
export { listRevokedMachines } from './machines/list-revoked-machines.ts';
export { removeMachine } from './machines/remove-machine.ts';
export { revokeMachine } from './machines/revoke-machine.ts';
export { setMachineSeen } from './machines/set-machine-seen.ts';
export { setQuarantine } from './machines/set-quarantine.ts';
export { updateMachine } from './machines/update-machine.ts';

export { createPairingCode } from './pairing/create-pairing-code.ts';
export { redeemPairingCode } from './pairing/redeem-pairing-code.ts';
export { replacePairingCode } from './pairing/replace-pairing-code.ts';
export type { RedeemPairingCodeInput, RedeemPairingCodeResult } from './pairing/redeem-pairing-code.ts';

export type { Render, Task, TaskOptions } from './tasks/task.ts';
export type { TaskOptionsInput } from './tasks/task-options.ts';
export type { TaskDetails } from './tasks/task-details.ts';
export { cancelTask } from './tasks/cancel-task.ts';
export { countQueuedTasks } from './tasks/count-queued-tasks.ts';
export { deleteTask } from './tasks/delete-task.ts';
export { enqueueTask } from './tasks/enqueue-task.ts';
export type { EnqueueTaskInput, TaskInput } from './tasks/enqueue-task.ts';
export { findTask } from './tasks/find-task.ts';
export { isFileReferenced } from './tasks/is-file-referenced.ts';
export { listQueueRevisions } from './tasks/list-queue-revisions.ts';
export type { QueueRevision } from './tasks/list-queue-revisions.ts';
export { listDeletedTasks } from './tasks/list-deleted-tasks.ts';
export type { DeletedTask } from './tasks/list-deleted-tasks.ts';
export { listQueuedTaskIds } from './tasks/list-queued-task-ids.ts';
export { listTaskOwners } from './tasks/list-task-owners.ts';
export { listTasks } from './tasks/list-tasks.ts';
export type { TaskFilter } from './tasks/list-tasks.ts';
export { pauseTask } from './tasks/pause-task.ts';
export { queueLimitOf } from './tasks/queue-limit-of.ts';
export { resumeTask } from './tasks/resume-task.ts';
export { setProjectHash } from './tasks/set-project-hash.ts';
export { setTaskPriority } from './tasks/set-task-priority.ts';
export { setTaskRequirements } from './tasks/set-task-requirements.ts';

export { addTaskTemplate } from './task-templates/add-task-template.ts';
export { findTaskTemplate } from './task-templates/find-task-template.ts';
export { listTaskTemplates } from './task-templates/list-task-templates.ts';
export { removeTaskTemplate } from './task-templates/remove-task-template.ts';
export type { TaskTemplate } from './task-templates/task-template.ts';
export { updateTaskTemplate } from './task-templates/update-task-template.ts';

export { awaitedTasks } from './dependencies/awaited-tasks.ts';
export { checkDependencies } from './dependencies/check-dependencies.ts';
export { listSteps } from './dependencies/list-steps.ts';
export type { Step } from './dependencies/list-steps.ts';

export { addFrames } from './frames/add-frames.ts';
export type { FrameCounts } from './frames/count-frames.ts';
export { frameRangesByState } from './frames/frame-ranges-by-state.ts';
export type { FrameRangesByState } from './frames/frame-ranges-by-state.ts';
export { listFrameTimes } from './frames/list-frame-times.ts';
export type { FrameTime, TasksLike } from './frames/list-frame-times.ts';
export { listFrames } from './frames/list-frames.ts';
export type { Frame } from './frames/list-frames.ts';
export { requeueFrames } from './frames/requeue-frames.ts';

export { findOwnedContent } from './contents/find-owned-content.ts';
export { forgetContent } from './contents/forget-content.ts';
export { keepContents } from './contents/keep-contents.ts';
export type { OwnedContent } from './contents/keep-contents.ts';
export { knownContents } from './contents/known-contents.ts';

export { changeMade } from './idempotency/change-made.ts';
export { findMade } from './idempotency/find-made.ts';
export type { MadeBefore } from './idempotency/find-made.ts';
export { makeUnderKey } from './idempotency/make-under-key.ts';
export { refuseUsedKey } from './idempotency/refuse-used-key.ts';
export type { RequestKey } from './idempotency/request-key.ts';

export type { Project } from './projects/project.ts';
export { completeProject } from './projects/complete-project.ts';
export type { MissingContent } from './projects/complete-project.ts';
export { createProject } from './projects/create-project.ts';
export type { CreateProjectInput } from './projects/create-project.ts';
export { deleteProject } from './projects/delete-project.ts';
export { findProject } from './projects/find-project.ts';
export { findProjectFile } from './projects/find-project-file.ts';
export { hasProjectContent } from './projects/has-project-content.ts';
export { listProjectFiles } from './projects/list-project-files.ts';
export type { ProjectFile } from './projects/list-project-files.ts';
export { listProjects } from './projects/list-projects.ts';

export { listNewestOutputs } from './outputs/list-newest-outputs.ts';
export { listOutputsOfTask } from './outputs/list-outputs-of-task.ts';
export type { Output } from './outputs/list-outputs-of-task.ts';

export { listFindings } from './findings/list-findings.ts';
export type { TaskFinding } from './findings/list-findings.ts';
export { saveFindings } from './findings/save-findings.ts';

export { commitFarm } from './farm/commit-farm.ts';
export type {
  FailedFrame,
  FarmBatch,
  FarmCommit,
  FarmTaskChange,
  FrameDone,
  FrameOutput,
  LeaseEnd,
  LeaseGrant,
  LeaseShrink,
  LeaseStart,
  TaskNotBefore,
} from './farm/farm-batch.ts';
export { loadFarmTasks } from './farm/load-farm-tasks.ts';
export type { FarmTaskRow } from './farm/load-farm-tasks.ts';

export type { LeaseKey, LiveLease } from './leases/lease.ts';
export type { EndedLease } from './leases/end-leases-of-task.ts';
export { lastLeaseId } from './leases/last-lease-id.ts';
export { listLiveLeases } from './leases/list-live-leases.ts';
export { renewLeases } from './leases/renew-leases.ts';

export type { Attempt } from './attempts/attempt.ts';
export { countAttempts } from './attempts/count-attempts.ts';
export { findLogOwners, type LogOwner } from './attempts/find-log-owners.ts';
export { findAttempts } from './attempts/find-attempts.ts';
export { hasAttempt } from './attempts/has-attempt.ts';
export { listAttempts } from './attempts/list-attempts.ts';
export { listAttemptsAfter } from './attempts/list-attempts-after.ts';
export { listFailedAttempts } from './attempts/list-failed-attempts.ts';
export { listMachineAttempts, type MachineAttemptPage } from './attempts/list-machine-attempts.ts';

export { refuseMore, statisticsLimits } from './statistics/statistics-range.ts';
export type { StatisticsKey, StatisticsRange } from './statistics/statistics-range.ts';
export { sumAttempts } from './statistics/sum-attempts.ts';
export { sumDeleted, sumDeletedWaits } from './statistics/sum-deleted.ts';
export type { DeletedSums } from './statistics/sum-deleted.ts';
export type { AttemptSums } from './statistics/sum-attempts.ts';
export { sumEndedTasks } from './statistics/sum-ended-tasks.ts';
export type { EndedTaskSums } from './statistics/sum-ended-tasks.ts';
export { sumStartedTasks } from './statistics/sum-started-tasks.ts';
export type { StartedTaskSums } from './statistics/sum-started-tasks.ts';
export { sumFarmHours } from './statistics/sum-farm-hours.ts';
export type { FarmSums } from './statistics/sum-farm-hours.ts';
export { writeFarmHours } from './statistics/write-farm-hours.ts';
export type { FarmHour, LoadSums } from './statistics/farm-hour.ts';

export { readLeadership } from './leadership/leadership.ts';
export type { Leadership } from './leadership/leadership.ts';
export { beatLeadership } from './leadership/beat-leadership.ts';
export { releaseLeadership } from './leadership/release-leadership.ts';
export { takeLeadership } from './leadership/take-leadership.ts';

export { abandonEndedTask } from './retention/abandon-ended-task.ts';
export { forgetAbandonedFolder, listAbandonedFolders } from './retention/abandoned-folders.ts';
export { deleteUnusedProject } from './retention/delete-unused-project.ts';
export { expireResults } from './retention/expire-results.ts';
export { keepTaskSizes } from './retention/keep-task-sizes.ts';
export { listKeepLimits } from './retention/list-keep-limits.ts';
export { listKept } from './retention/list-kept.ts';
export { listUnmeasuredTasks } from './retention/list-unmeasured-tasks.ts';
export type { UnmeasuredTask } from './retention/list-unmeasured-tasks.ts';
export { noteRemovedLogs } from './retention/note-removed-logs.ts';
export { forgetUnusedContent, listUnusedContents } from './retention/unused-contents.ts';
