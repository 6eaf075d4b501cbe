import { exerciseAdministration } from './exercise-administration.ts';
import { exerciseAttemptLogs } from './exercise-attempt-logs.ts';
import { exerciseConcurrency } from './exercise-concurrency.ts';
import { exerciseDependencies } from './exercise-dependencies.ts';
import { exerciseEarlierRows } from './exercise-earlier-rows.ts';
import { exerciseFarmGrants } from './exercise-farm-grants.ts';
import { exerciseFarmTasks } from './exercise-farm-tasks.ts';
import { exerciseFinishedFrames } from './exercise-finished-frames.ts';
import { exerciseInterruptedCommits } from './exercise-interrupted-commits.ts';
import { exerciseLeadership } from './exercise-leadership.ts';
import { exerciseLeases } from './exercise-leases.ts';
import { exerciseLeaseEnds } from './exercise-lease-ends.ts';
import { exerciseMachineLink } from './exercise-machine-link.ts';
import { exerciseMigrationSteps } from './exercise-migration-steps.ts';
import { exerciseMigrations } from './exercise-migrations.ts';
import { exerciseProjects } from './exercise-projects.ts';
import { exerciseRequeuedFrames } from './exercise-requeued-frames.ts';
import { exerciseRetention } from './exercise-retention.ts';
import { exerciseTaskChanges } from './exercise-task-changes.ts';
import { exerciseTaskEnds } from './exercise-task-ends.ts';
import { exerciseTasks } from './exercise-tasks.ts';
import { exerciseUsers } from './exercise-users.ts';
import type { NewPlace } from './new-place.ts';

/** What every dialect must do alike. A new operation gets its exercise, and is run on all of them. */
export function exerciseEveryOperation(newPlace: NewPlace): void {
  exerciseMigrations(newPlace);
  exerciseMigrationSteps(newPlace);
  exerciseEarlierRows(newPlace);
  exerciseUsers(newPlace);
  exerciseAdministration(newPlace);
  exerciseTasks(newPlace);
  exerciseLeases(newPlace);
  exerciseAttemptLogs(newPlace);
  exerciseFarmGrants(newPlace);
  exerciseFinishedFrames(newPlace);
  exerciseLeaseEnds(newPlace);
  exerciseTaskEnds(newPlace);
  exerciseInterruptedCommits(newPlace);
  exerciseTaskChanges(newPlace);
  exerciseRequeuedFrames(newPlace);
  exerciseFarmTasks(newPlace);
  exerciseDependencies(newPlace);
  exerciseMachineLink(newPlace);
  exerciseProjects(newPlace);
  exerciseRetention(newPlace);
  exerciseLeadership(newPlace);
  exerciseConcurrency(newPlace);
}
