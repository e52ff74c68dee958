import '@fontsource-variable/vazirmatn/wght.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createI18n } from '#ui/i18n/create-i18n.ts';
import { App } from '#ui/shell/app.tsx';
import { createRouter } from './app/router.tsx';

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <App texts={createI18n()} router={createRouter()} />
    </StrictMode>,
  );
