import { CacheProvider } from '@emotion/react';
import CssBaseline from '@mui/material/CssBaseline';
import { ThemeProvider } from '@mui/material/styles';
import { type ReactNode, useMemo } from 'react';
import { useLocale } from '../i18n/use-locale.ts';
import { createAppTheme } from './create-app-theme.ts';
import { cacheFor } from './direction-cache.ts';
import type { Density } from './tokens.ts';
import { useColorMode } from './use-color-mode.ts';

/** Applies the product's theme: language, direction, light or dark mode. */
export function AppThemeProvider({ density, children }: { density: Density; children: ReactNode }) {
  const { locale, direction } = useLocale();
  const { mode } = useColorMode();
  const theme = useMemo(() => createAppTheme(locale, mode, density), [locale, mode, density]);
  return (
    <CacheProvider value={cacheFor(direction)}>
      <ThemeProvider theme={theme}>
        <CssBaseline enableColorScheme />
        {children}
      </ThemeProvider>
    </CacheProvider>
  );
}
