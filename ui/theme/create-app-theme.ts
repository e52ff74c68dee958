import { enUS, faIR } from '@mui/material/locale';
import { createTheme, type Theme } from '@mui/material/styles';
import type { Locale } from '#common/contract/index.ts';
import { type ColorMode, COLOURS, type Density, FONT } from './tokens.ts';

const TEXTS = { fa: faIR, en: enUS };

/** Creates the theme for a language, mode and density. The direction follows the language. */
export function createAppTheme(locale: Locale, mode: ColorMode, density: Density): Theme {
  const colour = COLOURS[mode];
  const compact = density === 'compact';
  return createTheme(
    {
      direction: locale === 'fa' ? 'rtl' : 'ltr',
      spacing: 8,
      shape: { borderRadius: 8 },
      palette: {
        mode,
        primary: { main: colour.primary, dark: colour.primaryHover, contrastText: colour.onPrimary },
        warning: { main: colour.attention, contrastText: colour.onPrimary },
        success: { main: colour.good, contrastText: colour.onPrimary },
        error: { main: colour.bad, contrastText: colour.onPrimary },
        info: { main: colour.primary, contrastText: colour.onPrimary },
        text: { primary: colour.ink, secondary: colour.inkSecondary },
        background: { default: colour.ground, paper: colour.paper },
        divider: colour.line,
        action: { selected: colour.selected, hover: mode === 'light' ? '#EEF2F4' : '#1B282E' },
      },
      typography: {
        fontFamily: FONT,
        fontSize: compact ? 13 : 14.5,
        h1: { fontSize: compact ? '1.25rem' : '1.75rem', fontWeight: 700, lineHeight: 1.5 },
        h2: { fontSize: compact ? '1.05rem' : '1.25rem', fontWeight: 700, lineHeight: 1.6 },
        h3: { fontSize: compact ? '0.95rem' : '1.05rem', fontWeight: 600, lineHeight: 1.6 },
        body1: { lineHeight: 1.85, letterSpacing: 0 },
        body2: { lineHeight: 1.75, letterSpacing: 0 },
        caption: { lineHeight: 1.6, letterSpacing: 0 },
        button: { textTransform: 'none', fontWeight: 600, letterSpacing: 0 },
        subtitle1: { letterSpacing: 0 },
        subtitle2: { letterSpacing: 0 },
      },
      components: {
        MuiCssBaseline: {
          styleOverrides: {
            body: { letterSpacing: 0, minHeight: '100vh' },
            '.ellipsis': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
            ':focus-visible': { outline: `2px solid ${colour.primary}`, outlineOffset: 2 },
            '@media (prefers-reduced-motion: reduce)': {
              '*, *::before, *::after': {
                animationDuration: '0.01ms !important',
                transitionDuration: '0.01ms !important',
              },
            },
          },
        },
        MuiButtonBase: { defaultProps: { disableRipple: true } },
        MuiButton: {
          defaultProps: { disableElevation: true, size: compact ? 'small' : 'medium' },
          styleOverrides: { root: { minHeight: compact ? 32 : 44, paddingInline: compact ? 12 : 20 } },
        },
        MuiPaper: {
          defaultProps: { elevation: 0 },
          styleOverrides: { root: { backgroundImage: 'none' } },
        },
        MuiTextField: { defaultProps: { size: compact ? 'small' : 'medium', fullWidth: true } },
        MuiFormControl: { defaultProps: { size: compact ? 'small' : 'medium' } },
        MuiFormLabel: { styleOverrides: { asterisk: { color: colour.bad } } },
        MuiInputLabel: { styleOverrides: { root: { letterSpacing: 0 } } },
        MuiOutlinedInput: { styleOverrides: { notchedOutline: { borderColor: colour.field } } },
        MuiFormHelperText: { styleOverrides: { root: { fontSize: '0.8rem', marginInline: 4 } } },
        MuiChip: { styleOverrides: { root: { borderRadius: 6 } } },
        MuiLink: { defaultProps: { underline: 'hover' } },
        MuiTooltip: { defaultProps: { enterDelay: 300 } },
        MuiAlert: { styleOverrides: { root: { borderRadius: 8 }, message: { lineHeight: 1.8 } } },
        MuiTab: { styleOverrides: { root: { minHeight: compact ? 40 : 48, minWidth: 0 } } },
        MuiTabs: { styleOverrides: { root: { minHeight: compact ? 40 : 48 } } },
      },
    },
    TEXTS[locale],
  );
}
