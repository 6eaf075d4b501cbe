import type { Client } from '@renderonline/client';
import type { TaskTemplateSummary } from '@renderonline/contract';
import { findOne } from '../commands/find-one.ts';

/** Every template of the user, and those that are shared. */
export async function allTemplates({ taskTemplates }: Client): Promise<TaskTemplateSummary[]> {
  const all: TaskTemplateSummary[] = [];
  for (let after: number | null = 0; after !== null;) {
    const page = await taskTemplates.list(after === 0 ? {} : { after });
    all.push(...page.taskTemplates);
    after = page.nextAfter;
  }
  return all;
}

/**
 * The template that a person means by its number or name; their own goes before a shared one of the same name.
 *
 * @throws CliError when there is none, or when a name fits several
 */
export async function findTemplate(client: Client, wanted: string): Promise<TaskTemplateSummary> {
  return findOne(await allTemplates(client), wanted, {
    noun: 'template',
    id: ({ templateId }) => templateId,
    names: ({ name }) => [name],
    isPreferred: ({ isOwn }) => isOwn,
  });
}
