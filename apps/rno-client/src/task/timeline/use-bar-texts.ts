import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.ts';
import type { Bar, Lane } from './timeline-layout.ts';

/** Bars and lanes in words. */
export interface BarTexts {
  lane(lane: Lane, isOneOfSeveral: boolean): string;
  frames(bar: Pick<Bar, 'firstFrame' | 'lastFrame'>): string;
  outcome(outcome: string): string;
  /** All of it in a sentence. */
  whole(lane: Lane, bar: Bar): string;
}

export function useBarTexts(): BarTexts {
  const { t, i18n } = useTranslation('task');
  const format = useFormat();
  const texts: BarTexts = {
    lane({ machine, slot }, isOneOfSeveral) {
      const name = machine ?? t('timeline.removed');
      return isOneOfSeveral ? t('timeline.lane', { machine: name, lane: slot }) : name;
    },
    frames: ({ firstFrame, lastFrame }) =>
      firstFrame === lastFrame
        ? t('timeline.frame', { frame: firstFrame })
        : t('timeline.frameRange', { first: firstFrame, last: lastFrame }),
    outcome(outcome) {
      const key = `timeline.outcomes.${outcome}`;
      return i18n.exists(key, { ns: 'task' }) ? t(key as 'timeline.outcomes.failed') : outcome;
    },
    whole: (lane, bar) =>
      t('timeline.bar', {
        ...{ frames: texts.frames(bar), machine: texts.lane(lane, false) },
        outcome: texts.outcome(bar.outcome),
        start: format.dateTime(bar.fromMs),
        time: format.duration(bar.toMs - bar.fromMs),
      }),
  };
  return texts;
}
