import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { MilestoneTimeline } from '#ui/components/milestone-timeline.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';

export function Component() {
  const { t } = useTranslation('common');
  const steps = (['write', 'code', 'work', 'answer'] as const).map((key, index) => ({
    key,
    title: t(`home.steps.${key}`),
    when: '',
    exact: '',
    isUpcoming: index > 0,
  }));
  return (
    <Stack spacing={5}>
      <Stack spacing={2}>
        <PageHeading>{t('home.title')}</PageHeading>
        <Typography sx={{ color: 'text.secondary', maxWidth: '60ch' }}>{t('home.lead')}</Typography>
        <Stack direction={{ xs: 'column', sm: 'row' }} spacing={2}>
          <Button component={Link} to="/request" variant="contained" size="large">
            {t('home.file')}
          </Button>
          <Button component={Link} to="/track" variant="outlined" size="large">
            {t('home.track')}
          </Button>
        </Stack>
      </Stack>
      <Box component="section" aria-labelledby="how">
        <Typography variant="h2" id="how" sx={{ mb: 2 }}>
          {t('home.how')}
        </Typography>
        <MilestoneTimeline milestones={steps} label={t('home.how')} />
        <Typography variant="body2" sx={{ color: 'text.secondary', maxWidth: '60ch' }}>
          {t('home.rights')}
        </Typography>
      </Box>
    </Stack>
  );
}
