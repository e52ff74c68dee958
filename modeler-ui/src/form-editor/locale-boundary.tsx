import { CacheProvider } from '@emotion/react';
import { ThemeProvider, useTheme } from '@mui/material/styles';
import { type ReactNode, useMemo } from 'react';
import { I18nextProvider, useTranslation } from 'react-i18next';
import type { Locale } from '#common/contract/common.ts';
import { directionOf } from '#ui/i18n/use-locale.ts';
import { createAppTheme } from '#ui/theme/create-app-theme.ts';
import { cacheFor } from '#ui/theme/direction-cache.ts';

/** Renders its children in a given language, regardless of the screen's: texts, direction and all. */
export function LocaleBoundary({ locale, children }: { locale: Locale; children: ReactNode }) {
  const { i18n } = useTranslation();
  const { mode } = useTheme().palette;
  const texts = useMemo(() => i18n.cloneInstance({ lng: locale, initAsync: false }), [i18n, locale]);
  const theme = useMemo(() => createAppTheme(locale, mode, 'compact'), [locale, mode]);
  const direction = directionOf(locale);
  return (
    <I18nextProvider i18n={texts}>
      <CacheProvider value={cacheFor(direction)}>
        <ThemeProvider theme={theme}>
          <div dir={direction}>{children}</div>
        </ThemeProvider>
      </CacheProvider>
    </I18nextProvider>
  );
}
