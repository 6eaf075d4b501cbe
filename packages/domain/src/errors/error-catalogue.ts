import { databaseErrors } from './catalogue/database-errors.ts';
import type { CatalogueEntry } from './catalogue/entry.ts';
import { linkErrors } from './catalogue/link-errors.ts';
import { machineErrors } from './catalogue/machine-errors.ts';
import { programErrors } from './catalogue/program-errors.ts';
import { projectErrors } from './catalogue/project-errors.ts';
import { requestErrors } from './catalogue/request-errors.ts';
import { submissionErrors } from './catalogue/submission-errors.ts';
import { taskErrors } from './catalogue/task-errors.ts';
import { uploadErrors } from './catalogue/upload-errors.ts';

const everyError = {
  ...requestErrors,
  ...submissionErrors,
  ...projectErrors,
  ...uploadErrors,
  ...taskErrors,
  ...machineErrors,
  ...linkErrors,
  ...databaseErrors,
  ...programErrors,
};

/** The stable, machine-readable name of an error. Once released, a code keeps its meaning. */
export type ErrorCode = keyof typeof everyError;

/**
 * Every error that a RenderOnline program tells anyone about. To add one: an entry in the file of its
 * room under catalogue/, and its line in docs/errors.md (a test compares the two, both ways).
 */
export const errorCatalogue: Readonly<Record<ErrorCode, CatalogueEntry>> = everyError;
