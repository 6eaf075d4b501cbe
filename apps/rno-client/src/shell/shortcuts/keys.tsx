import { Group, Kbd } from '@mantine/core';

/** `mod+k` as the keyboard in front of the reader has it. */
export function Keys({ keys }: { readonly keys: string }) {
  const isMac = navigator.platform.startsWith('Mac');
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      {keys.split(/[ +]/).map((key, index) => (
        <Kbd key={`${key} ${index}`} size="xs">
          {key === 'mod' ? (isMac ? '⌘' : 'Ctrl') : key.length === 1 ? key.toUpperCase() : key}
        </Kbd>
      ))}
    </Group>
  );
}
