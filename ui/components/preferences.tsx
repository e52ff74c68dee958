import DarkIcon from '@mui/icons-material/DarkModeOutlined';
import LightIcon from '@mui/icons-material/LightModeOutlined';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../i18n/use-locale.ts';
import { useColorMode } from '../theme/use-color-mode.ts';

const NAMES = { fa: 'فارسی', en: 'English' } as const;

/** Changes the language; the place and what was typed stay. */
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

/** Changes between light and dark. */
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
