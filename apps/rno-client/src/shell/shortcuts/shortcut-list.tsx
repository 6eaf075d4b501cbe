import { Modal, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Keys } from './keys.tsx';
import type { Shortcut } from './shortcut-provider.tsx';

interface ShortcutListProps {
  readonly shortcuts: readonly Shortcut[];
  readonly close: () => void;
}

/** Every key that means something on the page that is open. */
export default function ShortcutList({ shortcuts, close }: ShortcutListProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
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
