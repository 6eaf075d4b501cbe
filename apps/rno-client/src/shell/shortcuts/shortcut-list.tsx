import { Group, Kbd, Modal, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Shortcut } from './shortcut-provider.tsx';

interface ShortcutListProps {
  readonly shortcuts: readonly Shortcut[];
  readonly isOpen: boolean;
  readonly close: () => void;
}

/** Every key that means something on the page that is open. */
export function ShortcutList({ shortcuts, isOpen, close }: ShortcutListProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={t('shortcuts.title')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Table>
        <Table.Tbody>
          {shortcuts.map(({ keys, label }) => (
            <Table.Tr key={`${keys} ${label}`}>
              <Table.Td>{label}</Table.Td>
              <Table.Td>
                <Keys keys={keys} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}

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
