import { Progress, Text } from '@mantine/core';
import type { MachineStatus } from '@renderonline/contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/use-format.ts';
import { memoryFraction } from './machine-facts.ts';
import classes from './machines.module.css';

const megabyte = 1024 * 1024;

/** Processor, memory and graphics card as bars, with how warm they are; what a machine does not tell is left out. */
export function MachineLoad({ machine }: { readonly machine: MachineStatus }) {
  const { t } = useTranslation('machines');
  const format = useFormat();
  const { load, fingerprint } = machine;
  if (load === null) {
    return (
      <Text size="sm" c="dimmed">
        {t('noLoad')}
      </Text>
    );
  }
  const memory = memoryFraction(machine);
  const degrees = (celsius: number | null) =>
    celsius !== null && t('celsius', { degrees: format.number(celsius) });
  return (
    <div className={classes.load}>
      {load.cpuFraction !== null && (
        <Bar name={t('cpu')} fraction={load.cpuFraction} extra={degrees(load.cpuCelsius)} />
      )}
      {memory !== null && fingerprint !== null && (
        <Bar
          name={t('memory')}
          fraction={memory}
          extra={t('of', { total: format.bytes(fingerprint.memoryMb * megabyte) })}
        />
      )}
      {(load.gpuFraction !== null || load.gpuCelsius !== null) && (
        <Bar name={t('gpu')} fraction={load.gpuFraction ?? 0} extra={degrees(load.gpuCelsius)} />
      )}
    </div>
  );
}

interface BarProps {
  readonly name: string;
  /** 0 to 1. */
  readonly fraction: number;
  readonly extra: string | false;
}

function Bar({ name, fraction, extra }: BarProps) {
  const format = useFormat();
  return (
    <>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <Progress
        value={fraction * 100}
        size="sm"
        color={fraction > 0.95 ? 'orange' : 'indigo'}
        aria-hidden
        className={classes.bar}
      />
      <Text size="xs" className="tabular" ta="right" style={{ whiteSpace: 'nowrap' }}>
        {format.percent(fraction)}
        {extra !== false && (
          <Text span inherit c="dimmed">
            {` · ${extra}`}
          </Text>
        )}
      </Text>
    </>
  );
}
