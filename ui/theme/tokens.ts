/** Product colours. Every text pair reaches a contrast of 4.5:1 on its background; see
 *  tests/unit/ui/theme.test.ts. */
export const COLOURS = {
  light: {
    primary: '#0B5563',
    primaryHover: '#083E49',
    onPrimary: '#FFFFFF',
    attention: '#9A4B00',
    good: '#1B6E45',
    bad: '#B3261E',
    ink: '#1F2933',
    inkSecondary: '#52606D',
    ground: '#F6F7F9',
    paper: '#FFFFFF',
    line: '#D5DBE1',
    field: '#7B8794',
    selected: '#E3EFF1',
  },
  dark: {
    primary: '#7FD1DE',
    primaryHover: '#A3DFE8',
    onPrimary: '#08272E',
    attention: '#F2B56B',
    good: '#7CCB9E',
    bad: '#F2938C',
    ink: '#E6EBEE',
    inkSecondary: '#A9B6BF',
    ground: '#10181C',
    paper: '#172227',
    line: '#2C3A41',
    field: '#7C8D97',
    selected: '#1D3138',
  },
} as const;

export type ColorMode = keyof typeof COLOURS;

/** Spacing: comfortable on public pages, compact on staff pages. */
export type Density = 'comfortable' | 'compact';

export const FONT = '"Vazirmatn Variable", "Vazirmatn", Tahoma, "Segoe UI", system-ui, sans-serif';

/** Height of a row in staff lists, in pixels. */
export const ROW_HEIGHT = 36;
