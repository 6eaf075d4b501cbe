import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './theme/page.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { keepShellOffline } from './offline/register.ts';
import { loadTexts } from './texts/load-texts.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
await loadTexts();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
keepShellOffline();
