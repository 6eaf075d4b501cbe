import { exerciseAdministration } from './exercise-administration.ts';
import { exerciseConcurrency } from './exercise-concurrency.ts';
import { exerciseLeadership } from './exercise-leadership.ts';
import { exerciseLeases } from './exercise-leases.ts';
import { exerciseMigrationSteps } from './exercise-migration-steps.ts';
import { exerciseMigrations } from './exercise-migrations.ts';
import { exerciseTasks } from './exercise-tasks.ts';
import { exerciseUsers } from './exercise-users.ts';
import type { NewPlace } from './new-place.ts';

/** What every dialect must do alike. A new operation gets its exercise, and is run on all of them. */
export function exerciseEveryOperation(newPlace: NewPlace): void {
  exerciseMigrations(newPlace);
  exerciseMigrationSteps(newPlace);
  exerciseUsers(newPlace);
  exerciseAdministration(newPlace);
  exerciseTasks(newPlace);
  exerciseLeases(newPlace);
  exerciseLeadership(newPlace);
  exerciseConcurrency(newPlace);
}
