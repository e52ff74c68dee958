import DarkIcon from '@mui/icons-material/DarkModeOutlined';
import LightIcon from '@mui/icons-material/LightModeOutlined';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../i18n/use-locale.ts';
import { useColorMode } from '../theme/use-color-mode.ts';

const NAMES = { fa: 'فارسی', en: 'English' } as const;

/** Switches the language; the current page and everything typed are kept. */
export function LanguageSwitch() {
  const { locale, change } = useLocale();
  const other = locale === 'fa' ? 'en' : 'fa';
  return (
    <Button
      variant="text"
      color="inherit"
      lang={other}
      onClick={() => void change(other)}
      sx={{ px: 1, minWidth: 0 }}
    >
      {NAMES[other]}
    </Button>
  );
}

/** Switches between light and dark mode. */
export function ModeSwitch() {
  const { t } = useTranslation('common');
  const { mode, toggle } = useColorMode();
  const name = mode === 'light' ? t('toDark') : t('toLight');
  return (
    <Tooltip title={name}>
      <IconButton color="inherit" aria-label={name} onClick={toggle}>
        {mode === 'light' ? <DarkIcon fontSize="small" /> : <LightIcon fontSize="small" />}
      </IconButton>
    </Tooltip>
  );
}
