import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TemplateTrial } from './try-template.ts';
import classes from './engines.module.css';

/** Longer ones are scripts: their beginning is enough, until somebody points at them. */
const longFrom = 300;

/** What a machine is told, each argument by itself, so that spaces within one cannot be mistaken. */
export function ArgvChips({ argv }: Pick<TemplateTrial, 'argv'>) {
  const { t } = useTranslation('engines');
  if (argv.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('noArguments')}
      </Text>
    );
  }
  return (
    <ol className={classes.argv} aria-label={t('argv')} tabIndex={0}>
      {argv.map((pieces, index) => {
        const length = pieces.reduce((sum, piece) => sum + ('text' in piece ? piece.text.length : 0), 0);
        return (
          <li key={index} className={classes.argument}>
            <span
              className={length > longFrom ? classes.long : undefined}
              title={length > longFrom ? t('long', { count: length }) : undefined}
            >
              {pieces.length === 0 && '""'}
              {pieces.map((piece, at) =>
                'text' in piece ? (
                  <span key={at}>{piece.text}</span>
                ) : (
                  <span key={at} className={classes.hole}>
                    {piece.hole}
                  </span>
                ),
              )}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
