import { Center, Loader } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyNote } from '../../elements/empty-note.tsx';
import { FailureNote } from '../../elements/failure-note.tsx';
import { useAdministration } from '../use-farm-change.ts';
import { EngineForm } from './engine-form.tsx';

/** Makes an engine, or changes one: its form, once everything is read that it shows. */
export function EngineEditor({ engineId }: { readonly engineId: string }) {
  const { t } = useTranslation('engines');
  const { t: tCommon } = useTranslation();
  const engines = useAdministration('engines', (administration, signal) =>
    administration.engines({ signal }),
  );
  const types = useAdministration('argument-types', ({ argumentTypes }, signal) => argumentTypes({ signal }));
  const presets = useAdministration('presets', ({ enginePresets }, signal) => enginePresets({ signal }));
  for (const query of [engines, types, presets]) {
    if (query.isError) return <FailureNote error={query.error} retry={query.refetch} />;
  }
  if (!engines.data || !types.data || !presets.data) {
    return (
      <Center mih={240}>
        <Loader aria-label={tCommon('loading')} />
      </Center>
    );
  }
  const all = engines.data.engines;
  const engine = all.find((candidate) => String(candidate.engineId) === engineId);
  if (engine === undefined && engineId !== 'new') {
    return <EmptyNote icon={IconMapOff} title={t('gone')} text={t('goneText')} />;
  }
  return (
    <EngineForm
      engine={engine}
      argumentTypes={types.data.argumentTypes}
      presets={presets.data.presets}
      downloadPath={all.at(-1)?.downloadPath ?? presets.data.suggestedDownloadPath}
    />
  );
}
