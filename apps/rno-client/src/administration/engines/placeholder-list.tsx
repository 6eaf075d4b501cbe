import { Badge, Button, Code, Group, Stack, Text } from '@mantine/core';
import type { ArgumentTypeView } from '@renderonline/contract';
import { specialPlaceholders } from '@renderonline/domain';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TemplateReading } from './read-template.ts';
import classes from './engines.module.css';

interface PlaceholderListProps {
  readonly reading: TemplateReading;
  readonly argumentTypes: readonly ArgumentTypeView[];
  /** Types that are added when the engine is saved. */
  readonly addedTypes: ReadonlySet<string>;
  readonly addType: (name: string) => void;
}

/** What the template asks for, and what each of it may be. */
export function PlaceholderList({ reading, argumentTypes, addedTypes, addType }: PlaceholderListProps) {
  const { t } = useTranslation('engines');
  const { t: tTypes } = useTranslation('administration');
  const types = new Map(argumentTypes.map((type) => [type.argTypeId, type]));
  const specials = specialPlaceholders.filter((name) =>
    reading.segments.some(({ kind, text }) => kind === 'special' && text.endsWith(name)),
  );
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        {t('placeholders')}
      </Text>
      <Group gap="md">
        {(['value', 'special'] as const).map((kind) => (
          <Text key={kind} size="xs" c="dimmed">
            <span className={classes.legend} data-kind={kind} />
            {t(`legend.${kind}`)}
          </Text>
        ))}
      </Group>
      <Stack component="ul" gap={6} p={0} m={0} style={{ listStyle: 'none' }}>
        {specials.map((name) => (
          <Text component="li" size="sm" key={name}>
            <Code>{name}</Code> {t(`specials.${name.slice(1) as 'uploaded_file'}`)}
          </Text>
        ))}
        {reading.placeholders.map(({ name, isRequired }) => {
          const type = types.get(name);
          return (
            <li key={name}>
              <Group gap="xs" wrap="wrap">
                <Code>{name}</Code>
                {!isRequired && (
                  <Badge size="sm" variant="default" tt="none">
                    {t('optional')}
                  </Badge>
                )}
                {addedTypes.has(name) && (
                  <Badge size="sm" variant="light" tt="none">
                    {t('willBeAdded')}
                  </Badge>
                )}
                {type === undefined ? (
                  <Button
                    size="compact-xs"
                    variant="light"
                    leftSection={<IconPlus size={12} aria-hidden />}
                    onClick={() => addType(name)}
                  >
                    {t('addType', { name })}
                  </Button>
                ) : (
                  <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                    {type.regex === null
                      ? tTypes(`argumentTypes.types.${type.type as 'word'}`)
                      : t('matching', { regex: type.regex })}
                  </Text>
                )}
              </Group>
            </li>
          );
        })}
      </Stack>
      {reading.template !== null && (
        <Text size="xs" c="dimmed">
          {t(reading.takesFrames ? 'takesFrames' : 'takesNoFrames')}
        </Text>
      )}
    </Stack>
  );
}
