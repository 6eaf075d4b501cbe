import { createTheme, type CSSVariablesResolver } from '@mantine/core';

/** Everything drawn by Mantine. Colours that carry text reach the contrast of WCAG AA (4.5) in both themes. */
export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 7 },
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif',
  fontFamilyMonospace:
    'ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  cursorType: 'pointer',
  respectReducedMotion: true,
  autoContrast: true,
  components: {
    Card: { defaultProps: { bg: 'var(--surface)' } },
    // What it waits for is its name, and only something with a role has one.
    Loader: { defaultProps: { role: 'status' } },
    // A dialog's head is no second banner of the page.
    ModalHeader: { defaultProps: { component: 'div' } },
  },
});

/** Mantine's dimmed text is too pale to be read by everybody; the colours of states are ours. */
export const colours: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5c636b',
    '--mantine-color-placeholder': '#6b7178',
    '--mantine-color-error': '#c92a2a',
    '--state-queued': '#5f6770',
    '--state-running': '#1864ab',
    '--state-succeeded': '#217a34',
    '--state-failed': '#c92a2a',
    '--state-canceled': '#5f6770',
    '--state-paused': '#8a5a00',
    '--surface': '#ffffff',
    '--surface-sunken': '#f4f5f7',
  },
  dark: {
    '--mantine-color-body': '#16181f',
    '--mantine-color-dimmed': '#a0a6b1',
    '--mantine-color-placeholder': '#8d939e',
    '--mantine-color-error': '#ff8787',
    '--state-queued': '#a0a6b1',
    '--state-running': '#74c0fc',
    '--state-succeeded': '#69db7c',
    '--state-failed': '#ff8787',
    '--state-canceled': '#a0a6b1',
    '--state-paused': '#ffd43b',
    '--surface': '#1d2029',
    '--surface-sunken': '#12141a',
  },
});
