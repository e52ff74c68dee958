import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';

/** First stop of the Tab key: skips the header and jumps to the content. */
export function SkipLink() {
  const { t } = useTranslation('common');
  return (
    <Box
      component="a"
      href="#content"
      sx={{
        position: 'absolute',
        insetInlineStart: 8,
        top: -60,
        zIndex: 2000,
        px: 2,
        py: 1,
        borderRadius: 1,
        bgcolor: 'primary.main',
        color: 'primary.contrastText',
        '&:focus': { top: 8 },
      }}
    >
      {t('skip')}
    </Box>
  );
}
