import { lazy, Suspense, useState } from 'react';
import { UserButton } from './user-button.tsx';

export const loadUserMenu = () => import('./opened-user-menu.tsx');
const OpenedUserMenu = lazy(loadUserMenu);

/** The way to one's account: a button until somebody opens it. */
export function UserMenu() {
  const [isWanted, setIsWanted] = useState(false);
  const button = <UserButton aria-haspopup="menu" aria-expanded={false} onClick={() => setIsWanted(true)} />;
  if (!isWanted) return button;
  return (
    <Suspense fallback={button}>
      <OpenedUserMenu />
    </Suspense>
  );
}
