import type { Executor } from '@renderonline/database';
import type { CliIo } from '../io/cli-io.ts';

/**
 * Reads a template as RenderAPI will, and warns of a placeholder without an argument type.
 *
 * @throws DomainError `template-invalid`
 */
export async function checkTemplate(io: CliIo, db: Executor, template: string): Promise<void> {
  const { listArgumentTypes } = await import('@renderonline/database');
  const { checkTemplate: check } = await import('@renderonline/domain');
  const missing = check(template, new Set((await listArgumentTypes(db)).map(({ argtypeId }) => argtypeId)));
  if (missing !== undefined) {
    io.stderr.write(`warning: ${missing} Add it: renderonline argtype add NAME --type TYPE\n`);
  }
}
