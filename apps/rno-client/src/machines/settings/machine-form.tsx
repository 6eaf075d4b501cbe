import { NumberInput, Switch, TagsInput, TextInput } from '@mantine/core';
import type { MachineSettings } from '@renderonline/contract';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../elements/form-dialog.tsx';
import { useDraft } from '../../elements/use-draft.ts';
import { scheduleProblem } from './schedule-problem.ts';
import { useMachineChange } from './use-machine-change.ts';

interface MachineFormProps {
  readonly settings: MachineSettings;
  readonly close: () => void;
}

/** What a machine is called, which tasks it takes, how many at a time, and when. */
export function MachineForm({ settings, close }: MachineFormProps) {
  const { t } = useTranslation('machines');
  const { machineId, name, tags, slots, schedule, yieldsToUser } = settings;
  const draft = useDraft({ name, tags, slots, schedule: schedule ?? '', yieldsToUser });
  const { values, set } = draft;
  const change = useMachineChange(
    (administration, changes: Parameters<typeof administration.changeMachine>[1]) =>
      administration.changeMachine(machineId, changes),
    close,
  );
  const badPart = scheduleProblem(values.schedule);
  const submit = (): void => {
    if (badPart !== null) return;
    if (!draft.isDirty) close();
    else change.mutate(draft.changes());
  };
  return (
    <FormDialog
      title={t('form.title', { name })}
      isDirty={draft.isDirty}
      isPending={change.isPending}
      error={change.error}
      submit={submit}
      close={close}
    >
      <TextInput
        label={t('columns.name')}
        maxLength={255}
        value={values.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        data-autofocus
      />
      <TagsInput
        label={t('tags')}
        description={t('form.tagsHint')}
        maxTags={32}
        value={values.tags}
        onChange={(next) => set({ tags: next })}
      />
      <NumberInput
        label={t('columns.slots')}
        description={t('form.slotsHint')}
        min={1}
        max={1024}
        allowDecimal={false}
        value={values.slots}
        onChange={(value) => set({ slots: Number(value) || 1 })}
      />
      <TextInput
        label={t('schedule')}
        description={t('form.scheduleHint')}
        placeholder={t('always')}
        error={badPart !== null && t('form.scheduleWrong')}
        value={values.schedule}
        onChange={(event) => set({ schedule: event.currentTarget.value })}
      />
      <Switch
        label={t('form.yields')}
        checked={values.yieldsToUser}
        onChange={(event) => set({ yieldsToUser: event.currentTarget.checked })}
      />
    </FormDialog>
  );
}
