import MuiLink from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { RequestView } from '#common/contract/requests.ts';
import { type DescriptionItem, DescriptionList } from '#ui/components/description-list.tsx';
import { formatMoment } from '#ui/format/dates.ts';
import { formatCode, formatDigits, formatNumber, formatPhone } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useDepartments, useProvinces } from '#ui/reference/use-reference.query.ts';

export function CaseDetails({ request }: { request: RequestView }) {
  const { t } = useTranslation(['desk', 'words']);
  const { locale, pick } = useLocale();
  const departments = useDepartments();
  const provinces = useProvinces();
  const { applicant, place } = request;
  const nameOf = (department: string) => {
    const known = departments.data?.find(({ slug }) => slug === department);
    return known && pick(known.name);
  };
  const province = provinces.data?.find(({ code }) => code === place.province);
  const caseLink = (code: string | null) =>
    code && (
      <MuiLink component={Link} to={`/desk/requests/${code}`}>
        {formatCode(code, locale)}
      </MuiLink>
    );
  const facts: (DescriptionItem | false)[] = [
    { key: 'applicant', label: t('case.applicant'), value: applicant.name },
    {
      key: 'mobile',
      label: t('case.mobile'),
      value: applicant.mobile && formatPhone(applicant.mobile, locale),
    },
    {
      key: 'email',
      label: t('case.email'),
      value: applicant.email,
    },
    {
      key: 'nationalId',
      label: t('case.nationalId'),
      value: applicant.nationalId && formatDigits(applicant.nationalId, locale),
    },
    { key: 'province', label: t('case.province'), value: province && pick(province.name) },
    { key: 'address', label: t('case.address'), value: place.address },
    { key: 'channel', label: t('case.channel'), value: t(`words:channel.${request.channel}`) },
    { key: 'received', label: t('case.received'), value: formatMoment(request.receivedAt, locale) },
    { key: 'due', label: t('case.due'), value: formatMoment(request.dueAt, locale) },
    { key: 'department', label: t('case.department'), value: nameOf(request.department) },
    {
      key: 'outcome',
      label: t('case.outcome'),
      value: request.outcome && t(`words:outcome.${request.outcome}`),
    },
    request.reopenings > 0 && {
      key: 'reopenings',
      label: t('case.reopenings'),
      value: formatNumber(request.reopenings, locale),
    },
    { key: 'legalBasis', label: t('case.legalBasis'), value: request.legalBasis },
    { key: 'evidence', label: t('case.evidence'), value: request.evidence },
    { key: 'duplicateOf', label: t('case.duplicateOf'), value: caseLink(request.duplicateOf) },
    { key: 'follows', label: t('case.follows'), value: caseLink(request.follows) },
    request.escalation !== null && {
      key: 'escalation',
      label: t('case.escalation'),
      value: [
        t('case.level', { value: formatNumber(request.escalation.level, locale) }),
        nameOf(request.escalation.department),
        request.escalation.to ?? t('case.nobody'),
        formatMoment(request.escalation.at, locale),
      ]
        .filter(Boolean)
        .join(' · '),
    },
    request.appealState !== 'none' && {
      key: 'appeal',
      label: t('case.appeal'),
      value: [
        t(`case.appealState.${request.appealState}`),
        request.appealDepartment && nameOf(request.appealDepartment),
      ]
        .filter(Boolean)
        .join(' · '),
    },
    request.confidential && { key: 'confidential', label: t('case.confidential'), value: '✓' },
  ];
  return (
    <DescriptionList
      facts={facts.filter((fact): fact is DescriptionItem => fact !== false && Boolean(fact.value))}
    />
  );
}
