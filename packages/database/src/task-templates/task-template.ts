import { hash } from 'node:crypto';
import { domainError, type DomainError } from '@renderonline/domain';
import { alreadyExists } from '../broken-constraints.ts';
import { checkText } from '../checked-values.ts';
import { fromRequiredStoredTime } from '../stored-times.ts';

/** A submission that a user keeps under a name. Times are milliseconds since 1970 UTC. */
export interface TaskTemplate {
  readonly templateId: number;
  /** Whose it is. */
  readonly userId: number;
  /** Of its user's templates one has it, in any case. */
  readonly name: string;
  /** Everybody may read and use it. */
  readonly isShared: boolean;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** Whom a template is looked up for: their own, and those that are shared. */
export interface TemplateReader {
  readonly templateId: number;
  readonly userId: number;
}

export const templateColumns = [
  'template_id',
  'user_id',
  'name',
  'is_shared',
  'created_at',
  'updated_at',
] as const;

interface TemplateRow {
  readonly template_id: number;
  readonly user_id: number;
  readonly name: string;
  readonly is_shared: number;
  readonly created_at: string;
  readonly updated_at: string;
}

export function templateFromRow(row: TemplateRow): TaskTemplate {
  return {
    templateId: row.template_id,
    userId: row.user_id,
    name: row.name,
    isShared: row.is_shared !== 0,
    createdAtMs: fromRequiredStoredTime(row.created_at),
    updatedAtMs: fromRequiredStoredTime(row.updated_at),
  };
}

/** @throws 'value-invalid' */
export function nameColumns(name: string): { name: string; name_sha256: string } {
  const checked = checkText('The name', name, { min: 1, max: 100 });
  return { name: checked, name_sha256: hash('sha256', checked.normalize('NFC').toLowerCase()) };
}

/** Characters of a submission as JSON. */
const maxSubmissionLength = 65_536;

/** @throws 'value-invalid' */
export function submissionColumn(submission: object): { submission: string } {
  const text = JSON.stringify(submission);
  return { submission: checkText('The submission as JSON', text, { max: maxSubmissionLength }) };
}

export function nameTaken(name: string): DomainError {
  return alreadyExists(`A template called ${name}`);
}

export function templateNotFound(templateId: number): DomainError {
  return domainError(
    'task-template-not-found',
    `You have no template with the identifier ${templateId}, and nobody shares one.`,
    { templateId },
  );
}
