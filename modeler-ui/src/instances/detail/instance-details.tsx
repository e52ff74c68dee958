import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import type { InstanceView } from '#common/contract/instances.ts';
import { type DescriptionItem, DescriptionList } from '#ui/components/description-list.tsx';
import { formatMoment } from '#ui/format/dates.ts';
import { formatCode, formatDigits, formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useDepartments, useServices } from '#ui/reference/use-reference.query.ts';
import { InstanceState } from '../instance-state.tsx';

/** Facts about an instance as a whole, its parent and its called instances. */
export function InstanceDetails({ instance }: { instance: InstanceView }) {
  const { t } = useTranslation('instances');
  const { locale, pick } = useLocale();
  const services = useServices().data;
  const departments = useDepartments().data;
  const { key, version, state, incident, startedAt, endedAt, service, department, request, parent, called } =
    instance;
  const serviceName = services?.find((one) => one.key === service)?.name;
  const departmentName = departments?.find((one) => one.slug === department)?.name;
  const link = (one: NonNullable<typeof parent>) => (
    <Box key={one.key}>
      <Link component={RouterLink} to={`/instances/${one.key}`}>
        {one.name ? pick(one.name) : one.processKey}
      </Link>{' '}
      <InstanceState state={one.state} incident={one.incident} />
    </Box>
  );
  const facts: (DescriptionItem | false)[] = [
    { key: 'state', label: t('list.state'), value: <InstanceState state={state} incident={incident} /> },
    { key: 'version', label: t('filter.version'), value: formatNumber(version, locale) },
    { key: 'key', label: t('one.key'), value: formatDigits(key, locale) },
    { key: 'started', label: t('one.started'), value: formatMoment(startedAt, locale) },
    endedAt !== null && { key: 'ended', label: t('one.ended'), value: formatMoment(endedAt, locale) },
    service !== null && {
      key: 'service',
      label: t('one.service'),
      value: serviceName ? pick(serviceName) : service,
    },
    department !== null && {
      key: 'department',
      label: t('one.department'),
      value: departmentName ? pick(departmentName) : department,
    },
    request !== null && {
      key: 'request',
      label: t('one.request'),
      value: (
        <Link href={`/desk/requests/${request.trackingCode}`}>
          {formatCode(request.trackingCode, locale)}
        </Link>
      ),
    },
    parent !== null && { key: 'parent', label: t('one.parent'), value: link(parent) },
    called.length > 0 && { key: 'called', label: t('one.called'), value: called.map(link) },
  ];
  return <DescriptionList facts={facts.filter((fact) => fact !== false)} />;
}
