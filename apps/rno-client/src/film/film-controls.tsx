import { ActionIcon, Button, Group, Menu, NativeSelect, Slider, Text } from '@mantine/core';
import {
  IconArrowsMaximize,
  IconChevronLeft,
  IconChevronRight,
  IconContrast,
  IconPlayerPause,
  IconPlayerPlay,
  IconRepeat,
  IconZoomReset,
} from '@tabler/icons-react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/use-format.ts';
import { frameRates, indexOfFrame } from './play.ts';
import type { Comparison } from './stage.tsx';
import type { PanZoom } from './use-pan-zoom.ts';
import type { Player } from './use-player.ts';

interface FilmControlsProps {
  readonly player: Player;
  readonly playable: readonly number[];
  readonly current: number;
  readonly framesPerSecond: number;
  readonly isLooped: boolean;
  readonly comparison: Comparison;
  readonly exposureStops: number;
  readonly hasExposure: boolean;
  readonly isFollowing: boolean;
  readonly canFollow: boolean;
  readonly panZoom: PanZoom;
  readonly stage: RefObject<HTMLElement | null>;
  /** null follows the newest. */
  readonly onShow: (frame: number | null) => void;
  readonly setFramesPerSecond: (value: number) => void;
  readonly setLooped: (value: boolean) => void;
  readonly setComparison: (value: Comparison) => void;
  readonly setExposureStops: (value: number) => void;
}

const comparisons = ['none', 'wipe', 'difference'] as const satisfies readonly Comparison[];

/** Below the picture: to play, to scrub, and to look closer. */
export function FilmControls(props: FilmControlsProps) {
  const { player, playable, current, isLooped, panZoom, stage } = props;
  const { t } = useTranslation('film');
  const format = useFormat();
  const index = indexOfFrame(playable, current);
  const isPlaying = player.speed !== 0;
  const PlayIcon = isPlaying ? IconPlayerPause : IconPlayerPlay;
  return (
    <div>
      <Slider
        my="xs"
        size="sm"
        min={0}
        max={Math.max(0, playable.length - 1)}
        value={index}
        disabled={playable.length < 2}
        thumbLabel={t('scrub')}
        label={(value) => playable[value] ?? ''}
        onChange={(value) => {
          player.stop();
          const frame = playable[value];
          if (frame !== undefined) props.onShow(frame);
        }}
      />
      <Group gap="xs" justify="space-between">
        <Group gap={4}>
          <ActionIcon variant="default" size="lg" aria-label={t('previous')} onClick={() => player.step(-1)}>
            <IconChevronLeft size={18} />
          </ActionIcon>
          <ActionIcon
            size="lg"
            aria-label={t(isPlaying ? 'pause' : 'play')}
            disabled={playable.length < 2}
            onClick={player.toggle}
          >
            <PlayIcon size={18} />
          </ActionIcon>
          <ActionIcon variant="default" size="lg" aria-label={t('next')} onClick={() => player.step(1)}>
            <IconChevronRight size={18} />
          </ActionIcon>
          <ActionIcon
            variant={isLooped ? 'light' : 'default'}
            size="lg"
            aria-label={t('loop')}
            aria-pressed={isLooped}
            onClick={() => props.setLooped(!isLooped)}
          >
            <IconRepeat size={18} />
          </ActionIcon>
          <NativeSelect
            size="sm"
            w={104}
            aria-label={t('rate')}
            value={String(props.framesPerSecond)}
            data={frameRates.map((rate) => ({ value: String(rate), label: t('perSecond', { rate }) }))}
            onChange={(event) => props.setFramesPerSecond(Number(event.currentTarget.value))}
          />
          {isPlaying && player.speed !== 1 && (
            <Text size="sm" fw={600}>
              {t('speed', { speed: player.speed })}
            </Text>
          )}
          {props.canFollow && (
            <Button
              size="xs"
              variant={props.isFollowing ? 'light' : 'default'}
              aria-pressed={props.isFollowing}
              onClick={() => {
                player.stop();
                props.onShow(null);
              }}
            >
              {t('follow')}
            </Button>
          )}
        </Group>
        <Group gap={4}>
          {props.hasExposure && (
            <Group gap={6} wrap="nowrap">
              <Text size="xs" c="dimmed">
                {t('exposure', { stops: format.number(props.exposureStops, 1) })}
              </Text>
              <Slider
                w={110}
                size="sm"
                min={-6}
                max={6}
                step={0.5}
                value={props.exposureStops}
                thumbLabel={t('exposureLabel')}
                label={null}
                onChange={props.setExposureStops}
              />
            </Group>
          )}
          <Menu position="top-end">
            <Menu.Target>
              <ActionIcon
                variant={props.comparison === 'none' ? 'default' : 'light'}
                size="lg"
                aria-label={t('compare')}
              >
                <IconContrast size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>{t('compare')}</Menu.Label>
              {comparisons.map((value) => (
                <Menu.Item
                  key={value}
                  fw={value === props.comparison ? 700 : 400}
                  onClick={() => props.setComparison(value)}
                >
                  {t(`comparisons.${value}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('fit')}
            disabled={panZoom.view.scale === 1}
            onClick={panZoom.reset}
          >
            <IconZoomReset size={18} />
          </ActionIcon>
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('fullScreen')}
            onClick={() => void stage.current?.requestFullscreen()}
          >
            <IconArrowsMaximize size={18} />
          </ActionIcon>
        </Group>
      </Group>
    </div>
  );
}
