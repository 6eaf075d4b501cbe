import { Alert, Button, Collapse, Group, Select, SimpleGrid, Stack } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconSend } from '@tabler/icons-react';
import type { EngineView } from '@renderonline/contract';
import { useRef, useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorText } from '../../elements/error-text.tsx';
import { useDesk } from '../uploads/desk-provider.tsx';
import type { Draft } from '../uploads/draft.ts';
import { EstimateNote } from './estimate-note.tsx';
import { ArgumentField } from './argument-field.tsx';
import { problemsOf, takesFrames } from './form-problems.ts';
import { FramesField } from './frames-field.tsx';
import { rememberedForm, rememberForm } from './remembered-form.ts';
import { estimateRequestOf } from './estimate-request.ts';
import { submissionOf, templateOf, withTemplate, type TaskForm } from './task-form.ts';
import { TemplateBar } from './template-bar.tsx';
import { WishesFields } from './wishes-fields.tsx';

interface DraftFormProps {
  readonly draft: Draft;
  readonly form: TaskForm;
  /** All of the farm. */
  readonly engines: readonly EngineView[];
  /** Those that open the file. */
  readonly fitting: readonly EngineView[];
}

/** Fields that an engine has for a task's frames, which stand together. */
const framesOf: ReadonlySet<string> = new Set(['start_frame', 'end_frame']);
const wishes = ['priority', 'maxMachines', 'memoryMb', 'engineVersion', 'tags', 'framesPerSecond'];

/** What is to be done with a scene: what its engine asks for, and how. */
export function DraftForm({ draft, form, engines, fitting }: DraftFormProps) {
  const { t } = useTranslation('submit');
  const desk = useDesk();
  const [isOpen, setIsOpen] = useState(false);
  /** Nobody is told what is missing before they had time to fill it in. */
  const [isChecked, setIsChecked] = useState(false);
  const element = useRef<HTMLFormElement>(null);
  const { draftId, handing, upload } = draft;
  const engine = fitting.find(({ engineId }) => engineId === form.engineId);
  const problems = problemsOf(form, engines);
  const shown = isChecked ? problems : new Map([...problems].filter(([, problem]) => problem !== 'missing'));
  const change = (changes: Partial<TaskForm>): void => desk.fill(draftId, { ...form, ...changes });
  const setValue = (argTypeId: string, value: string): void =>
    change({ values: { ...form.values, [argTypeId]: value } });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setIsChecked(true);
    if (problems.size > 0) {
      if (wishes.some((name) => problems.has(name))) setIsOpen(true);
      requestAnimationFrame(() =>
        element.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus(),
      );
      return;
    }
    if (engine !== undefined) rememberForm(form, engine, localStorage);
    desk.handOver(draftId, submissionOf(form, engines));
  };
  const own = engine?.arguments.filter(({ argTypeId }) => !(takesFrames(engine) && framesOf.has(argTypeId)));
  return (
    <form ref={element} onSubmit={submit} noValidate>
      <Stack gap="md">
        {fitting.length > 1 && (
          <Select
            label={t('engine')}
            data={fitting.map(({ engineId, name }) => ({ value: String(engineId), label: name }))}
            value={String(form.engineId)}
            allowDeselect={false}
            onChange={(engineId) => {
              const next = fitting.find((known) => String(known.engineId) === engineId);
              if (next !== undefined) desk.fill(draftId, rememberedForm(next, localStorage));
            }}
          />
        )}
        {engine !== undefined && takesFrames(engine) && (
          <FramesField {...{ form, engine, problems: shown }} onChange={setValue} />
        )}
        {own !== undefined && own.length > 0 && (
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            {own.map((argument) => (
              <ArgumentField
                key={argument.argTypeId}
                argument={argument}
                value={form.values[argument.argTypeId] ?? ''}
                problem={shown.get(argument.argTypeId)}
                onChange={(value) => setValue(argument.argTypeId, value)}
              />
            ))}
          </SimpleGrid>
        )}
        <Button
          variant="default"
          size="compact-sm"
          aria-expanded={isOpen}
          leftSection={isOpen ? <IconChevronUp size={16} /> : <IconChevronDown size={16} />}
          onClick={() => setIsOpen((before) => !before)}
          style={{ alignSelf: 'flex-start' }}
        >
          {isOpen ? t('fewer') : t('more')}
        </Button>
        <Collapse expanded={isOpen}>
          <WishesFields {...{ form, engines, problems: shown }} onChange={change} />
        </Collapse>
        {handing.kind === 'refused' && (
          <Alert color="red" variant="light" role="alert" title={t('refused')}>
            <ErrorText error={handing.error} />
          </Alert>
        )}
        <EstimateNote request={problems.size === 0 ? estimateRequestOf(draft, form, engines) : undefined} />
        <Group justify="space-between" gap="sm">
          <Button
            type="submit"
            leftSection={<IconSend size={16} aria-hidden />}
            loading={handing.kind === 'sending'}
          >
            {upload.kind === 'done' ? t('submit') : t('submitNow')}
          </Button>
          <TemplateBar
            engines={fitting}
            onChoose={(chosen) => desk.fill(draftId, withTemplate(form, chosen, engines))}
            submission={problems.size === 0 ? () => templateOf(form, engines) : undefined}
          />
        </Group>
      </Stack>
    </form>
  );
}
