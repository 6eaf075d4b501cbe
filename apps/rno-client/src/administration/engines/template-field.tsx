import { Group, Input, Menu, Button } from '@mantine/core';
import { IconBraces } from '@tabler/icons-react';
import { useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { placeholderPrefix, specialPlaceholders } from '@renderonline/domain';
import type { TemplateReading } from './read-template.ts';
import classes from './engines.module.css';

interface TemplateFieldProps {
  readonly value: string;
  readonly reading: TemplateReading;
  /** What can be put in, specials not among them. */
  readonly names: readonly string[];
  readonly onChange: (value: string) => void;
}

/** The template as text to be written, with its placeholders and mistakes marked while one types. */
export function TemplateField({ value, reading, names, onChange }: TemplateFieldProps) {
  const { t } = useTranslation('engines');
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const { segments, faults } = reading;
  const insert = (name: string): void => {
    const { selectionStart = value.length, selectionEnd = value.length } = area.current ?? {};
    const before = value.slice(0, selectionStart) + placeholderPrefix + name;
    onChange(before + value.slice(selectionEnd));
    // Behind it, once it is there and the menu is gone.
    setTimeout(() => {
      area.current?.focus();
      area.current?.setSelectionRange(before.length, before.length);
    });
  };
  return (
    <div>
      <Group justify="space-between" align="flex-end" mb={4}>
        <div>
          <Input.Label required htmlFor={id}>
            {t('template')}
          </Input.Label>
          <Input.Description id={`${id}-hint`}>{t('templateHint')}</Input.Description>
        </div>
        <Menu position="bottom-end" width={260} returnFocus={false}>
          <Menu.Target>
            <Button size="xs" variant="default" leftSection={<IconBraces size={14} aria-hidden />}>
              {t('insert')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
            <Menu.Label>{t('insertOwn')}</Menu.Label>
            {specialPlaceholders.map((name) => (
              <Menu.Item key={name} onClick={() => insert(name)}>
                {name}
              </Menu.Item>
            ))}
            <Menu.Label>{t('insertSubmitted')}</Menu.Label>
            {names.map((name) => (
              <Menu.Item key={name} onClick={() => insert(name)}>
                {name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </Group>
      <div className={classes.template} data-invalid={faults.length > 0}>
        <div className={classes.sheet}>
          {/* Lies under the text, letter for letter, and gives it its height. */}
          <div className={classes.marks} aria-hidden>
            {segments.map(({ kind, text }, index) => (
              <span key={`${index} ${kind}`} data-kind={kind}>
                {text}
              </span>
            ))}
            {'\n'}
          </div>
          <textarea
            ref={area}
            id={id}
            className={classes.text}
            value={value}
            required
            maxLength={65_535}
            spellCheck={false}
            autoCapitalize="off"
            autoCorrect="off"
            aria-invalid={faults.length > 0}
            aria-describedby={`${id}-hint ${id}-faults`}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        </div>
      </div>
      <div id={`${id}-faults`} role="status">
        {faults.map((fault) => (
          <Input.Error key={JSON.stringify(fault)} mt={4} size="sm">
            {fault.kind === 'unclosed'
              ? t('faults.unclosed', { quote: fault.quote })
              : fault.name === ''
                ? t('faults.nameless')
                : t('faults.unknown', { name: fault.name })}
          </Input.Error>
        ))}
      </div>
    </div>
  );
}
