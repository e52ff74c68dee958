import createCache, { type EmotionCache } from '@emotion/cache';
import rtl from '@mui/stylis-plugin-rtl';
import { prefixer } from 'stylis';

const ltrCache = createCache({ key: 'ltr' });
const rtlCache = createCache({ key: 'rtl', stylisPlugins: [prefixer, rtl] });

/** Returns Emotion's style cache for a direction. Under RTL, every left and right in MUI's styles is
 *  mirrored. */
export const cacheFor = (direction: 'rtl' | 'ltr'): EmotionCache =>
  direction === 'rtl' ? rtlCache : ltrCache;
