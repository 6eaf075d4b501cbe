import type { Executor } from '@renderonline/database';
import type { CliIo } from '../io/cli-io.ts';

/**
 * Reads a template as RenderAPI will. A placeholder without an argument type is only a warning: the type may
 * be added afterwards.
 *
 * @throws DomainError `template-invalid`
 */
export async function checkTemplate(io: CliIo, db: Executor, template: string): Promise<void> {
  const { listArgumentTypes } = await import('@renderonline/database');
  const { isDomainError, parseTemplate } = await import('@renderonline/domain');
  const known = new Set((await listArgumentTypes(db)).map(({ argtypeId }) => argtypeId));
  try {
    parseTemplate(template, known);
  } catch (error) {
    if (!isDomainError(error, 'placeholder-without-value')) throw error;
    io.stderr.write(`warning: ${error.message} Add it: renderonline argtype add NAME --type TYPE\n`);
  }
}
