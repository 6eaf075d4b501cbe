// errors
export type { CatalogueEntry, ErrorKind } from './errors/catalogue/entry.ts';
export { errorCatalogue } from './errors/error-catalogue.ts';
export type { ErrorCode } from './errors/error-catalogue.ts';
export { DomainError, domainError, isDomainError } from './errors/domain-error.ts';
export type { ErrorDetails } from './errors/domain-error.ts';
export { v1Refusals } from './errors/v1-refusals.ts';

// phrases
export { othersWords, readPhrases } from './phrases/read-phrases.ts';
export type { Phrase } from './phrases/read-phrases.ts';
export { phraseForms, say } from './phrases/say.ts';

// users
export { emailPattern, isEmail } from './users/email.ts';
export { noGuesses, takeBack, tryToken } from './users/token-guesses.ts';
export type { GuessRule, GuessVerdict, TokenGuesses } from './users/token-guesses.ts';

// frames
export { countFrames, framesIn, mergeRanges, rangesOf, singleFrame } from './frames/frame-range.ts';
export type { FrameRange } from './frames/frame-range.ts';
export { formatRanges, maxFrameNumber, parseRanges } from './frames/range-text.ts';
export { nextFrameState } from './frames/frame-state.ts';
export type { FrameEvent, FrameState } from './frames/frame-state.ts';

// tasks
export { isTaskEnded, nextTaskState } from './tasks/task-state.ts';
export type { TaskEvent, TaskState } from './tasks/task-state.ts';
export { framesOfTask, valuesForFrames } from './tasks/frames-of-task.ts';
export type { FrameLimits } from './tasks/frames-of-task.ts';
export { extensionOf, hasExtension, sanitizeFileName, withDot } from './tasks/file-name.ts';
export { ticksOf } from './tasks/ticks.ts';

// projects
export { canonicalManifest } from './projects/canonical-manifest.ts';
export { checkManifest, requireFewBytes, requireFewFiles } from './projects/check-manifest.ts';
export type { ManifestTotals } from './projects/check-manifest.ts';
export { chooseMainFile } from './projects/choose-main-file.ts';
export type { Manifest, ManifestFile, ManifestLimits } from './projects/manifest.ts';
export { createPathBook } from './projects/path-book.ts';
export type { PathBook } from './projects/path-book.ts';
export { checkProjectPath } from './projects/project-path.ts';
export { quotedPath, shortPath } from './projects/quoted-path.ts';

// dependencies
export { awaitedText, hopelessText, judgeAwaited } from './dependencies/awaited-task.ts';
export type { AwaitedTask, AwaitedVerdict } from './dependencies/awaited-task.ts';

// arguments
export { builtInTypes } from './arguments/argument-type.ts';
export type { ArgumentType } from './arguments/argument-type.ts';
export { checkArgumentType, checkArgumentValue } from './arguments/check-argument-value.ts';
export {
  inputDirectoryPlaceholder,
  inputExtensionPlaceholder,
  outputDirectoryPlaceholder,
  placeholderPrefix,
  requiredPlaceholders,
  specialPlaceholders,
  templatePlaceholders,
  templateTakesFrames,
  uploadedFilePlaceholder,
} from './arguments/argument-template.ts';
export type { ArgumentTemplate, TemplateArgument, TemplatePart } from './arguments/argument-template.ts';
export { checkTemplate } from './arguments/check-template.ts';
export { parseTemplate } from './arguments/parse-template.ts';
export { placeholderSpans } from './arguments/placeholder-spans.ts';
export type { PlaceholderSpan } from './arguments/placeholder-spans.ts';
export { expandTemplate } from './arguments/expand-template.ts';
export { joinCommandLine, splitCommandLine } from './arguments/command-line.ts';

// steps
export { stepFiles, stepManifest } from './steps/frame-files.ts';
export type { FrameFile, StepFile } from './steps/frame-files.ts';

// leases and retry
export type { LeaseEvent, LeaseState } from './leases/lease-state.ts';
export { describeOutcome } from './leases/attempt-outcome.ts';
export type { AttemptOutcome, AttemptOutcomeKind } from './leases/attempt-outcome.ts';
export { defaultRetryPolicy, unreachableBackoffMs } from './retry/retry-policy.ts';
export type { RetryPolicy } from './retry/retry-policy.ts';

// failures
export { failureCauses, isMachineGone } from './failures/failure-cause.ts';
export type { FailureCause, FailureCauseFacts } from './failures/failure-cause.ts';
export { sortFailure } from './failures/sort-failure.ts';
export type { FailedAttempt } from './failures/sort-failure.ts';

// availability
export { formatWeeklySchedule } from './availability/format-schedule.ts';
export { normalSchedule } from './availability/normal-schedule.ts';
export { parseWeeklySchedule } from './availability/parse-schedule.ts';
export { isWithinSchedule } from './availability/weekly-schedule.ts';
export type { MomentOfWeek, SchedulePeriod, WeeklySchedule } from './availability/weekly-schedule.ts';

// farm
export { createFarm } from './farm/create-farm.ts';
export type { FarmOptions } from './farm/create-farm.ts';
export { defaultFarmPolicy } from './farm/farm-policy.ts';
export type { FarmPolicy } from './farm/farm-policy.ts';
export { sparseOrder } from './farm/sparse-order.ts';
export { noRequirements } from './farm/farm-task.ts';
export { matchesVersion } from './farm/requirements.ts';
export type { FarmTask, TaskRequirements } from './farm/farm-task.ts';
export type { FarmMachine, MachineEngine, MachineTransportKind } from './farm/farm-machine.ts';
export type { AdoptedLease, FarmLease } from './farm/farm-lease.ts';
export type {
  EndVerdict,
  FarmDecision,
  FrameVerdict,
  MachineVerdict,
  TaskEnd,
} from './farm/farm-verdicts.ts';
export type { Farm, LeaseEnd, TaskCounts } from './farm/farm.ts';

// estimates
export type { MeasuredFrame, NewTask, TaskForecast } from './farm/forecast-new-task.ts';
export { estimateProgress } from './estimates/estimate-progress.ts';
export type { ProgressFacts, TaskProgress } from './estimates/estimate-progress.ts';
export type { CurrentFrame, TaskEstimate } from './estimates/task-estimate.ts';

// waits
export {
  mergeWaits,
  waitBoundsMs,
  waitCount,
  waitIntervalOf,
  waitQuantileMs,
} from './waits/wait-histogram.ts';
export type { WaitCount } from './waits/wait-histogram.ts';

// retention
export { keptKinds, planRetention } from './retention/plan-retention.ts';
export type {
  KeepLimit,
  KeepLimits,
  Kept,
  KeptKind,
  Removal,
  RemovalReason,
  RetentionInput,
  RetentionPlan,
  Staying,
} from './retention/plan-retention.ts';

export { webhookRetryDelayMs } from './webhooks/retry-delay.ts';
export { machineMessage } from './webhooks/machine-message.ts';
export type { MachineEvent } from './webhooks/machine-message.ts';
export { machineWebhookEvents, webhookEvents } from './webhooks/webhook-event.ts';
export type { MachineWebhookEvent, WebhookEvent } from './webhooks/webhook-event.ts';
