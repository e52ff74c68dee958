import CheckIcon from '@mui/icons-material/Check';
import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../format/numbers.ts';
import { useLocale } from '../i18n/use-locale.ts';

type Props = { steps: readonly string[]; current: number; label: string };

/** Progress through the steps of a task: milestones on one line, solid up to the current step, dashed after
 *  it. */
export function ProgressStepper({ steps, current, label }: Props) {
  const { palette } = useTheme();
  const { locale } = useLocale();
  const { t } = useTranslation('common');
  return (
    <Box>
      <Box component="ol" aria-label={label} sx={{ display: 'flex', listStyle: 'none', m: 0, p: 0 }}>
        {steps.map((step, index) => {
          const done = index < current;
          const here = index === current;
          const line = (travelled: boolean, hidden: boolean) => (
            <Box
              sx={{
                flex: 1,
                borderTop: hidden ? '3px solid transparent' : travelled ? '3px solid' : '2px dashed',
                borderColor: hidden
                  ? 'transparent'
                  : travelled
                    ? palette.primary.main
                    : palette.text.secondary,
              }}
            />
          );
          return (
            <Box
              component="li"
              key={step}
              aria-current={here ? 'step' : undefined}
              sx={{ flex: 1, minWidth: 0, textAlign: 'center' }}
            >
              <Box sx={{ display: 'flex', alignItems: 'center' }} aria-hidden>
                {line(index <= current, index === 0)}
                <Box
                  sx={{
                    width: 28,
                    height: 28,
                    borderRadius: '50%',
                    flexShrink: 0,
                    display: 'grid',
                    placeItems: 'center',
                    fontSize: '0.85rem',
                    fontWeight: 700,
                    border: `2px solid ${done || here ? palette.primary.main : palette.text.secondary}`,
                    bgcolor: done ? 'primary.main' : 'background.paper',
                    color: done ? 'primary.contrastText' : here ? 'primary.main' : 'text.secondary',
                  }}
                >
                  {done ? <CheckIcon sx={{ fontSize: 16 }} /> : formatNumber(index + 1, locale)}
                </Box>
                {line(index < current, index === steps.length - 1)}
              </Box>
              <Typography
                variant="caption"
                sx={{
                  display: { xs: 'none', sm: 'block' },
                  mt: 0.5,
                  fontWeight: here ? 700 : 400,
                  color: here ? 'text.primary' : 'text.secondary',
                }}
              >
                {step}
              </Typography>
            </Box>
          );
        })}
      </Box>
      <Typography
        variant="caption"
        sx={{ display: { xs: 'block', sm: 'none' }, mt: 1, color: 'text.secondary' }}
      >
        {t('stepOf', {
          step: formatNumber(current + 1, locale),
          all: formatNumber(steps.length, locale),
          name: steps[current] ?? '',
        })}
      </Typography>
    </Box>
  );
}
