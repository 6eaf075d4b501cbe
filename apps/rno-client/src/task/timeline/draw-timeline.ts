import { useComputedColorScheme } from '@mantine/core';
import { useEffect, type RefObject } from 'react';
import type { Bar, TimelineLayout } from './timeline-layout.ts';

/** Pixels. */
export const laneHeight = 26;
const barHeight = 18;

interface Drawing {
  readonly layout: TimelineLayout;
  /** Pixels of the page; 0 until it is known. */
  readonly width: number;
  /** Drawn with a line around it. */
  readonly active: Bar | undefined;
}

const colours: Readonly<Record<string, string>> = {
  succeeded: '--state-succeeded',
  running: '--state-running',
  canceled: '--state-canceled',
  'machine-lost': '--state-paused',
};

/** Draws whenever something has changed, with the browser's next picture. */
export function useTimelineDrawing(
  canvas: RefObject<HTMLCanvasElement | null>,
  { layout, width, active }: Drawing,
): void {
  const scheme = useComputedColorScheme();
  useEffect(() => {
    const element = canvas.current;
    if (element === null || width === 0) return undefined;
    const request = requestAnimationFrame(() => {
      draw(element, { layout, width, active });
    });
    return () => cancelAnimationFrame(request);
  }, [canvas, layout, width, active, scheme]);
}

function draw(canvas: HTMLCanvasElement, { layout: { lanes, fromMs, toMs }, width, active }: Drawing): void {
  const ratio = window.devicePixelRatio;
  const height = lanes.length * laneHeight;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext('2d');
  if (context === null) return;
  const style = getComputedStyle(canvas);
  const colourOf = (name: string): string => style.getPropertyValue(name).trim();
  const fills = new Map(Object.entries(colours).map(([outcome, name]) => [outcome, colourOf(name)]));
  const failed = colourOf('--state-failed');
  const lineColour = colourOf('--mantine-color-default-border');
  context.scale(ratio, ratio);
  const pixelsPerMs = width / (toMs - fromMs);
  lanes.forEach(({ bars }, index) => {
    const top = index * laneHeight + (laneHeight - barHeight) / 2;
    context.fillStyle = lineColour;
    context.fillRect(0, (index + 1) * laneHeight - 1, width, 1);
    for (const bar of bars) {
      const left = (bar.fromMs - fromMs) * pixelsPerMs;
      const full = (bar.toMs - bar.fromMs) * pixelsPerMs;
      context.fillStyle = fills.get(bar.outcome) ?? failed;
      // A gap tells one frame from the next where there is room for it; the thinnest is still seen.
      context.fillRect(left, top, Math.max(1, full > 4 ? full - 1 : full), barHeight);
      // Not by colour alone: what went wrong is crossed out.
      if (!fills.has(bar.outcome) && full > 4) {
        context.fillStyle = colourOf('--mantine-color-body');
        context.fillRect(left + 1, top + barHeight / 2 - 1, full - 3, 2);
      }
      if (bar === active) {
        context.strokeStyle = colourOf('--mantine-color-text');
        context.lineWidth = 2;
        context.strokeRect(left - 1, top - 1, Math.max(3, full + 1), barHeight + 2);
      }
    }
  });
}
