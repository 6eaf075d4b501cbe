import {
  Alert,
  Button,
  Card,
  Group,
  NativeSelect,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ArgumentTypeView, EnginePresetView, EngineSettings } from '@renderonline/contract';
import { useMemo, useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { addresses } from '../../app/addresses.ts';
import { ErrorText } from '../../elements/error-text.tsx';
import { useDraft } from '../../elements/use-draft.ts';
import { useUnsavedChanges } from '../../shell/leave-guard/leave-guard.tsx';
import { ArgumentTypeForm } from '../argument-types/argument-type-form.tsx';
import { PlaceholderList } from './placeholder-list.tsx';
import { readTemplate } from './read-template.ts';
import { TemplateField } from './template-field.tsx';
import { TemplateTrialCard } from './template-trial.tsx';
import { useSaveEngine } from './use-save-engine.ts';
import classes from './engines.module.css';

interface EngineFormProps {
  /** undefined for one that is added. */
  readonly engine: EngineSettings | undefined;
  readonly argumentTypes: readonly ArgumentTypeView[];
  readonly presets: readonly EnginePresetView[];
  /** What a new engine's folder is to begin with. */
  readonly downloadPath: string;
}

/** An engine's fields and template, and what comes of them. */
export function EngineForm({ engine, argumentTypes, presets, downloadPath }: EngineFormProps) {
  const { t } = useTranslation('engines');
  const [, navigate] = useLocation();
  const draft = useDraft({
    name: engine?.name ?? '',
    extension: engine?.extension ?? '',
    adapter: engine?.adapter ?? ('command' as const),
    downloadPath: engine?.downloadPath ?? downloadPath,
    template: engine?.template ?? '',
  });
  const { values } = draft;
  const [presetName, setPresetName] = useState('');
  /** The name of the type that is being added; null while none is. */
  const [newType, setNewType] = useState<string | null>(null);
  const release = useUnsavedChanges(draft.isDirty);
  const save = useSaveEngine();

  const presetTypes = presets.find(({ name }) => name === presetName)?.argumentTypes;
  const allTypes = useMemo(() => {
    const known = new Set(argumentTypes.map(({ argTypeId }) => argTypeId));
    return [...argumentTypes, ...(presetTypes ?? []).filter(({ argTypeId }) => !known.has(argTypeId))];
  }, [argumentTypes, presetTypes]);
  const names = useMemo(() => allTypes.map(({ argTypeId }) => argTypeId), [allTypes]);
  const reading = useMemo(() => readTemplate(values.template, new Set(names)), [values.template, names]);
  const needed = new Set(reading.placeholders.map(({ name }) => name));
  const missingTypes = allTypes.slice(argumentTypes.length).filter(({ argTypeId }) => needed.has(argTypeId));

  const choosePreset = (name: string): void => {
    setPresetName(name);
    const preset = presets.find((candidate) => candidate.name === name);
    if (preset === undefined) return;
    const { extension, adapter, template } = preset;
    draft.set({ name, extension, adapter, template });
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    save.mutate(
      { engine, fields: values, missingTypes },
      {
        onSuccess: (saved) => {
          release();
          draft.reset(values);
          notifications.show({
            color: saved.warning === null ? 'green' : 'yellow',
            title: t('saved', { name: saved.name }),
            message: saved.warning === null ? t('savedText') : t('savedWarning'),
          });
          navigate(addresses.administrationOf('engines'));
        },
      },
    );
  };
  return (
    <>
      <form onSubmit={submit}>
        <Group justify="space-between" mb="md">
          <Title order={2} size="h4" style={{ overflowWrap: 'anywhere' }}>
            {engine === undefined ? t('add') : engine.name}
          </Title>
          <Group gap="xs">
            <Button variant="default" onClick={() => navigate(addresses.administrationOf('engines'))}>
              {t('back')}
            </Button>
            <Button type="submit" loading={save.isPending} disabled={engine !== undefined && !draft.isDirty}>
              {engine === undefined ? t('add') : t('save')}
            </Button>
          </Group>
        </Group>
        {save.isError && (
          <Alert color="red" variant="light" role="alert" mb="md">
            <ErrorText error={save.error} />
          </Alert>
        )}
        <div className={classes.columns}>
          <Card withBorder>
            <Stack>
              {engine === undefined && (
                <NativeSelect
                  label={t('preset')}
                  description={t('presetHint')}
                  value={presetName}
                  data={[
                    { value: '', label: t('noPreset') },
                    ...presets.map(({ name, extension }) => ({
                      value: name,
                      label: `${name} (${extension})`,
                    })),
                  ]}
                  onChange={(event) => choosePreset(event.currentTarget.value)}
                />
              )}
              <SimpleGrid cols={{ base: 1, xs: 2 }}>
                <TextInput
                  label={t('name')}
                  description={t('nameHint')}
                  required
                  maxLength={255}
                  value={values.name}
                  onChange={(event) => draft.set({ name: event.currentTarget.value })}
                />
                <TextInput
                  label={t('extension')}
                  description={t('extensionHint')}
                  required
                  maxLength={49}
                  value={values.extension}
                  onChange={(event) => draft.set({ extension: event.currentTarget.value })}
                />
              </SimpleGrid>
              <TextInput
                label={t('folder')}
                description={t('folderHint')}
                required
                maxLength={4096}
                value={values.downloadPath}
                spellCheck={false}
                onChange={(event) => draft.set({ downloadPath: event.currentTarget.value })}
              />
              <NativeSelect
                label={t('adapter')}
                description={t(`adapterHints.${values.adapter}`)}
                value={values.adapter}
                data={[
                  { value: 'command', label: t('adapters.command') },
                  { value: 'blender', label: t('adapters.blender') },
                ]}
                onChange={(event) =>
                  draft.set({ adapter: event.currentTarget.value === 'blender' ? 'blender' : 'command' })
                }
              />
              <TemplateField
                value={values.template}
                reading={reading}
                names={names}
                onChange={(template) => draft.set({ template })}
              />
              <PlaceholderList
                reading={reading}
                argumentTypes={allTypes}
                addedTypes={new Set(missingTypes.map(({ argTypeId }) => argTypeId))}
                addType={setNewType}
              />
              {missingTypes.length > 0 && (
                <Text size="sm" c="dimmed">
                  {t('addsTypes', { count: missingTypes.length })}
                </Text>
              )}
            </Stack>
          </Card>
          <TemplateTrialCard
            reading={reading}
            argumentTypes={allTypes}
            extension={values.extension}
            downloadPath={values.downloadPath}
          />
        </div>
      </form>
      {newType !== null && (
        <ArgumentTypeForm
          argumentType={{ argTypeId: newType, type: 'word', regex: null }}
          isNew
          close={() => setNewType(null)}
        />
      )}
    </>
  );
}
