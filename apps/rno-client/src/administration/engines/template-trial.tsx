import { Badge, Card, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import type { ArgumentTypeView } from '@renderonline/contract';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { RefusalText } from '../../elements/error-text.tsx';
import { ArgvChips } from './argv-chips.tsx';
import type { TemplateReading } from './read-template.ts';
import { tryTemplate, type TemplateTrial } from './try-template.ts';

interface TemplateTrialProps {
  readonly reading: TemplateReading;
  readonly argumentTypes: readonly ArgumentTypeView[];
  readonly extension: string;
  readonly downloadPath: string;
}

/** What a machine would be told with values that are typed in, and what RenderAPI would refuse. */
export function TemplateTrialCard({ reading, argumentTypes, extension, downloadPath }: TemplateTrialProps) {
  const { t } = useTranslation('engines');
  const [values, setValues] = useState<ReadonlyMap<string, string>>(new Map());
  const { template, placeholders } = reading;
  const trial = useMemo(() => {
    if (template === null) return undefined;
    const types = argumentTypes.map(
      ({ argTypeId, ...rest }) => [argTypeId, { argtypeId: argTypeId, ...rest }] as const,
    );
    // What is left of a placeholder that is gone is not submitted.
    const given = placeholders.map(({ name }) => [name, values.get(name) ?? ''] as const);
    return tryTemplate({
      ...{ template, argumentTypes: new Map(types), values: new Map(given) },
      specials: specialsFor(extension, downloadPath),
    });
  }, [template, placeholders, argumentTypes, values, extension, downloadPath]);
  return (
    <Card withBorder>
      <Stack gap="sm">
        <Title order={2} size="h5">
          {t('trial')}
        </Title>
        <Text size="sm" c="dimmed">
          {t('trialHint')}
        </Text>
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
          {placeholders.map(({ name, isRequired }) => (
            <TextInput
              key={name}
              label={name}
              size="xs"
              withAsterisk={isRequired}
              value={values.get(name) ?? ''}
              error={refusalOf(trial, name)}
              spellCheck={false}
              onChange={(event) => setValues(new Map(values).set(name, event.currentTarget.value))}
            />
          ))}
        </SimpleGrid>
        <Verdict trial={trial} />
        {trial !== undefined && <ArgvChips argv={trial.argv} />}
      </Stack>
    </Card>
  );
}

/** What a submission would be answered. */
function refusalOf(trial: TemplateTrial | undefined, name: string): ReactNode {
  const refusal = trial?.refusals.get(name);
  return refusal && <RefusalText refusal={refusal} />;
}

function Verdict({ trial }: { readonly trial: TemplateTrial | undefined }) {
  const { t } = useTranslation('engines');
  const general = refusalOf(trial, '');
  if (trial === undefined) {
    return (
      <Text size="sm" c="var(--state-failed)" role="status">
        {t('unreadable')}
      </Text>
    );
  }
  if (trial.refusals.size > 0) {
    return (
      <Text size="sm" c="var(--state-failed)" role="status">
        <IconX size={14} aria-hidden /> {t('refused')} {general}
      </Text>
    );
  }
  return (
    <div role="status">
      {trial.isWhole ? (
        <Text size="sm" c="var(--state-succeeded)">
          <IconCheck size={14} aria-hidden /> {t('whole')}
        </Text>
      ) : (
        <Badge variant="transparent" px={0} tt="none" fw={500} c="dimmed">
          {t('open')}
        </Badge>
      )}
    </div>
  );
}

/** Paths as RenderAPI makes them, for somebody's task. */
function specialsFor(extension: string, downloadPath: string): ReadonlyMap<string, string> {
  const folder = `${downloadPath.replace(/[/\\]+$/, '') || '/renders'}/1/638712345678901234`;
  return new Map([
    ['@uploaded_file', `${folder}/project${extension}`],
    ['@output_directory', `${folder}/output`],
    ['@input_directory', folder],
    ['@input_extension', extension],
  ]);
}
