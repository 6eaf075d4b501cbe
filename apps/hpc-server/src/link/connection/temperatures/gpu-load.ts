import type { RunProgram } from '../../../fingerprint/run-program.ts';

/** Of the hottest, and of the busiest card; null where its driver does not tell. */
export interface GpuLoad {
  readonly gpuCelsius: number | null;
  readonly gpuFraction: number | null;
}

/** Asks NVIDIA's own program. null where there is none, or it does not answer. */
export async function readGpuLoad(run: RunProgram): Promise<GpuLoad | null> {
  const text = await run('nvidia-smi', [
    '--query-gpu=temperature.gpu,utilization.gpu',
    '--format=csv,noheader,nounits',
  ]);
  return text === null ? null : gpuLoadOf(text);
}

/** A line a card: `64, 98`, or `[N/A]` where a card does not tell. */
export function gpuLoadOf(text: string): GpuLoad {
  const cards = text.split('\n').map((line) => line.split(',').map((part) => part.trim()));
  const largest = (column: number): number | null => {
    const values = cards.flatMap((card) => {
      const value = card[column] ?? '';
      return /^\d{1,3}$/.test(value) ? [Number(value)] : [];
    });
    return values.length === 0 ? null : Math.max(...values);
  };
  const percent = largest(1);
  return { gpuCelsius: largest(0), gpuFraction: percent === null ? null : Math.min(1, percent / 100) };
}
