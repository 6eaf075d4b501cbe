import { NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core';
import type { AddArgumentTypeRequest, ArgumentTypeView } from '@renderonline/contract';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../elements/form-dialog.tsx';
import { useDraft } from '../../elements/use-draft.ts';
import { useFarmChange } from '../use-farm-change.ts';
import { tryPattern, typeNames } from './try-pattern.ts';

interface ArgumentTypeFormProps {
  /** What it begins with. */
  readonly argumentType: ArgumentTypeView;
  readonly isNew: boolean;
  readonly close: () => void;
}

/** Adds an argument type, or changes one, and tries values with it. */
export function ArgumentTypeForm({ argumentType, isNew, close }: ArgumentTypeFormProps) {
  const { t } = useTranslation('administration');
  const draft = useDraft({ ...argumentType, regex: argumentType.regex ?? '' });
  const { argTypeId, type, regex } = draft.values;
  const pattern = { type, regex: regex === '' ? null : regex };
  const [examples, setExamples] = useState('');
  const values = examples === '' ? [] : examples.split('\n');
  const { isUsable, isTaken } = tryPattern(pattern, values);
  const save = useFarmChange('argument-types', (administration, request: AddArgumentTypeRequest) =>
    isNew
      ? administration.addArgumentType(request)
      : administration.changeArgumentType(argumentType.argTypeId, pattern),
  );
  return (
    <FormDialog
      title={t(isNew ? 'argumentTypes.add' : 'argumentTypes.change')}
      isDirty={draft.isDirty}
      isPending={save.isPending}
      error={save.error}
      submit={() => save.mutate({ argTypeId, ...pattern }, { onSuccess: close })}
      close={close}
    >
      <TextInput
        label={t('argumentTypes.name')}
        description={t('argumentTypes.nameHint')}
        required
        data-autofocus={isNew || undefined}
        disabled={!isNew}
        maxLength={255}
        value={argTypeId}
        onChange={(event) => draft.set({ argTypeId: event.currentTarget.value.trim() })}
      />
      <NativeSelect
        label={t('argumentTypes.type')}
        description={t(`argumentTypes.types.${type as 'word'}`)}
        value={type}
        data={[...typeNames]}
        onChange={(event) => draft.set({ type: event.currentTarget.value })}
      />
      <TextInput
        label={t('argumentTypes.regex')}
        description={t('argumentTypes.regexHint')}
        maxLength={4096}
        value={regex}
        error={!isUsable && t('argumentTypes.unreadable')}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        onChange={(event) => draft.set({ regex: event.currentTarget.value })}
      />
      <Textarea
        label={t('argumentTypes.try')}
        description={t('argumentTypes.tryHint')}
        autosize
        minRows={2}
        maxRows={6}
        value={examples}
        spellCheck={false}
        onChange={(event) => setExamples(event.currentTarget.value)}
      />
      <Stack component="ul" gap={4} p={0} m={0} style={{ listStyle: 'none' }} aria-live="polite">
        {values.map((value, index) => (
          <Text key={`${index} ${value}`} component="li" size="sm" style={{ overflowWrap: 'anywhere' }}>
            {isTaken[index] === true ? (
              <Text span c="var(--state-succeeded)">
                <IconCheck size={14} aria-hidden /> {t('argumentTypes.taken')}
              </Text>
            ) : (
              <Text span c="var(--state-failed)">
                <IconX size={14} aria-hidden /> {t('argumentTypes.refused')}
              </Text>
            )}
            {` · ${value === '' ? '""' : value}`}
          </Text>
        ))}
      </Stack>
    </FormDialog>
  );
}
