import { Select, TextInput } from '@mantine/core';
import type { EngineArgumentView } from '@renderonline/contract';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { choicesOf } from './choices-of.ts';
import type { Problem } from './form-problems.ts';

interface ArgumentFieldProps {
  readonly argument: EngineArgumentView;
  readonly value: string;
  readonly problem: Problem | undefined;
  readonly onChange: (value: string) => void;
}

/** What scenes of Blender have themselves. */
const ofScene: ReadonlySet<string> = new Set([
  'camera',
  'denoise',
  'output_format',
  'resolution_percentage',
  'samples',
  'scene',
  'view_layer',
]);

/** What an engine asks for: a list where there are only a few values, else a field. */
export function ArgumentField({ argument, value, problem, onChange }: ArgumentFieldProps) {
  const { t } = useTranslation('submit');
  const label = useArgumentLabel()(argument.argTypeId);
  const choices = useMemo(() => choicesOf(argument), [argument]);
  const { isRequired, type } = argument;
  const shared = {
    label,
    required: isRequired,
    error: problem && t(`problems.${problem}`),
    placeholder: isRequired
      ? ''
      : t(ofScene.has(argument.argTypeId) ? 'fields.fromScene' : 'fields.optional'),
    'data-argument': argument.argTypeId,
  };
  if (choices !== undefined) {
    const data = value === '' || choices.includes(value) ? choices : [value, ...choices];
    return (
      <Select
        {...shared}
        data={[...data]}
        value={value === '' ? null : value}
        onChange={(chosen) => onChange(chosen ?? '')}
        clearable={!isRequired}
        checkIconPosition="right"
      />
    );
  }
  const isNumber = type === 'natural' || type === 'integer' || type === 'real';
  return (
    <TextInput
      {...shared}
      value={value}
      inputMode={isNumber ? (type === 'real' ? 'decimal' : 'numeric') : 'text'}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** Names of arguments are those of templates: the usual ones have texts, others are made readable. */
export function useArgumentLabel(): (argTypeId: string) => string {
  const { t, i18n } = useTranslation('submit');
  return (argTypeId) => {
    const key = `arguments.${argTypeId}`;
    if (i18n.exists(key, { ns: 'submit' })) return t(key as 'arguments.samples');
    const words = argTypeId.replaceAll(/[_-]+/g, ' ').trim();
    return words.charAt(0).toUpperCase() + words.slice(1);
  };
}
