import InfoIcon from '@mui/icons-material/InfoOutlined';
import EmergencyIcon from '@mui/icons-material/ReportOutlined';
import WarningIcon from '@mui/icons-material/WarningAmberOutlined';
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { AlertView } from '#common/contract/alerts.ts';
import { DescriptionList } from '#ui/components/description-list.tsx';
import { formatMoment } from '#ui/format/dates.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useDepartments, useProvinces } from '#ui/reference/use-reference.query.ts';

const ICONS = { info: InfoIcon, warning: WarningIcon, emergency: EmergencyIcon } as const;
const COLOURS = { info: 'default', warning: 'warning', emergency: 'error' } as const;

/** Contents of an alert: both languages as recipients will read them, and the audience. */
export function AlertDetails({ alert }: { alert: AlertView }) {
  const { t } = useTranslation('alerts');
  const { locale, pick } = useLocale();
  const provinces = useProvinces().data ?? [];
  const department = useDepartments().data?.find(({ slug }) => slug === alert.department);
  const Icon = ICONS[alert.severity];
  const area = alert.provinces.map((code) => {
    const province = provinces.find((one) => one.code === code);
    return province ? pick(province.name) : code;
  });
  const facts = [
    {
      key: 'area',
      label: t('desk.area'),
      value: area.length > 0 ? area.join(locale === 'fa' ? '، ' : ', ') : t('country'),
    },
    { key: 'valid', label: t('desk.validUntil'), value: formatMoment(alert.validUntil, locale) },
    {
      key: 'audience',
      label: t('desk.audience'),
      value: alert.audience === null ? t('desk.notCounted') : formatNumber(alert.audience, locale),
    },
    ...(department ? [{ key: 'owner', label: t('desk.owner'), value: pick(department.name) }] : []),
    { key: 'author', label: t('desk.author'), value: alert.authorName ?? alert.author },
  ];
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mb: 2 }}>
        <Chip
          size="small"
          icon={<Icon aria-hidden />}
          label={t(`severity.${alert.severity}`)}
          color={COLOURS[alert.severity]}
          variant="outlined"
        />
        <Chip size="small" label={t(`kind.${alert.kind}`)} variant="outlined" />
        <Chip size="small" label={t(`status.${alert.status}`)} />
      </Box>
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', lg: '1fr 1fr' }, mb: 2 }}>
        {(['fa', 'en'] as const).map((language) => (
          <Box
            key={language}
            lang={language}
            dir={language === 'fa' ? 'rtl' : 'ltr'}
            sx={{ border: 1, borderColor: 'divider', borderRadius: 1, p: 2, bgcolor: 'background.paper' }}
          >
            <Typography sx={{ fontWeight: 600 }}>{alert.title[language]}</Typography>
            <Typography sx={{ whiteSpace: 'pre-line' }}>{alert.text[language]}</Typography>
          </Box>
        ))}
      </Box>
      <DescriptionList facts={facts} />
    </>
  );
}
