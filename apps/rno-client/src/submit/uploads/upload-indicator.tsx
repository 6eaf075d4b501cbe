import { lazy, Suspense } from 'react';
import { useLocation } from 'wouter';
import { addresses } from '../../app/addresses.ts';
import { useDrafts } from './desk-provider.tsx';

export const loadUploadShare = () => import('./upload-share.tsx');
const UploadShare = lazy(loadUploadShare);

/** In the frame of the other pages: that something is on its way, and the way back to it. */
export function UploadIndicator() {
  const drafts = useDrafts();
  const [path] = useLocation();
  const open = drafts.filter(({ handing }) => handing.kind !== 'sent');
  if (open.length === 0 || path === addresses.submit) return null;
  return (
    <Suspense>
      <UploadShare drafts={open} />
    </Suspense>
  );
}
