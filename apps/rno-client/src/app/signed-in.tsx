import { useLocalStorage } from '@mantine/hooks';
import type { Session } from '@renderonline/contract';
import { FarmProvider } from '../farm/farm-provider.tsx';
import { SessionProvider } from '../session/session-provider.tsx';
import { Frame } from '../shell/frame.tsx';
import { DeskProvider } from '../submit/uploads/desk-provider.tsx';
import { LeaveGuard } from '../shell/leave-guard/leave-guard.tsx';
import { PaletteProvider } from '../shell/palette/palette-provider.tsx';
import { ShortcutProvider } from '../shell/shortcuts/shortcut-provider.tsx';
import { Afterwards } from './afterwards.tsx';
import { DeletionsProvider } from '../tasks/deletions/deletions-provider.tsx';
import { Pages } from './pages.tsx';

/** The whole of RNOClient for one who is known. */
export function SignedIn({ session }: { readonly session: Session }) {
  const [scope, setScope] = useLocalStorage<'own' | 'all'>({
    key: 'renderonline.scope',
    defaultValue: 'own',
    getInitialValueInEffect: false,
  });
  const isAdmin = session.role === 'admin';
  return (
    <SessionProvider value={{ ...session, scope: isAdmin ? scope : 'own', setScope }}>
      <FarmProvider scope={isAdmin ? scope : 'own'}>
        <ShortcutProvider>
          <LeaveGuard>
            <Afterwards />
            <PaletteProvider>
              <DeletionsProvider>
                <DeskProvider>
                  <Frame>
                    <Pages />
                  </Frame>
                </DeskProvider>
              </DeletionsProvider>
            </PaletteProvider>
          </LeaveGuard>
        </ShortcutProvider>
      </FarmProvider>
    </SessionProvider>
  );
}
