import '@mantine/core/styles.layer.css';
import './theme/page.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { queryClient } from './app/query-client.ts';
import { pageApi } from './farm/api-provider.tsx';
import { keepShellOffline } from './offline/register.ts';
import { sessionQuery } from './session/use-session.ts';
import { loadTexts } from './texts/load-texts.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
// All that the first page needs is under way together: one after the other would be four times the way.
void queryClient.query(sessionQuery(pageApi)).catch(() => undefined);
await loadTexts();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
keepShellOffline();
