import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, useParams } from 'react-router';
import type { InstanceView } from '#common/contract/instances.ts';
import { Page } from '#modeler-ui/shell/page.tsx';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { formatDigits } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useHasPermission } from '#ui/shell/use-me.query.ts';
import { useInstance } from '../use-instances.query.ts';
import { InstanceDetails } from './instance-details.tsx';
import { InstanceDiagram } from './instance-diagram.tsx';
import { InstanceTabs } from './instance-tabs.tsx';

/** Loaded only for operators. */
const InstanceActions = lazy(async () => ({
  default: (await import('#modeler-ui/batch-operations/instance-actions/instance-actions.tsx'))
    .InstanceActions,
}));
const ElementActions = lazy(async () => ({
  default: (await import('#modeler-ui/batch-operations/instance-actions/element-actions.tsx')).ElementActions,
}));

/** Full view of one instance. */
export function Component() {
  const { key = '' } = useParams();
  return (
    <Page permission="instance:read">
      <Instance key={key} instanceKey={key} />
    </Page>
  );
}

function Instance({ instanceKey }: { instanceKey: string }) {
  const { data, error, refetch } = useInstance(instanceKey);
  if (data) return <Shown instance={data} />;
  return error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : <TextSkeleton />;
}

function Shown({ instance }: { instance: InstanceView }) {
  const { t } = useTranslation('instances');
  const { locale, pick } = useLocale();
  const [selected, setSelected] = useState<string | null>(null);
  const mayOperate = useHasPermission('instance:operate');
  const { key, processKey, version, name, pruned, confidential, more } = instance;
  return (
    <>
      <PageHeading takesFocus>
        {t('one.title', { process: name ? pick(name) : processKey, key: formatDigits(key, locale) })}
      </PageHeading>
      <Box sx={{ display: 'flex', gap: 2, flexWrap: 'wrap', my: 1 }}>
        <Link component={RouterLink} to="/instances">
          {t('one.all')}
        </Link>
        <Link component={RouterLink} to={`/processes/${processKey}/live?version=${version}`}>
          {t('one.live')}
        </Link>
      </Box>
      {pruned && <Alert severity="info">{t('one.gone')}</Alert>}
      {confidential && <Alert severity="info">{t('one.confidential')}</Alert>}
      {more && <Alert severity="info">{t('one.cut')}</Alert>}
      <Suspense>{mayOperate && <InstanceActions instance={instance} />}</Suspense>
      <InstanceDiagram instance={instance} selected={selected} onSelect={setSelected} />
      <Suspense>
        {mayOperate && selected && <ElementActions instance={instance} elementId={selected} />}
      </Suspense>
      <Box
        sx={{
          display: 'grid',
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 2fr) minmax(240px, 1fr)' },
          alignItems: 'start',
          gap: 3,
          mt: 2,
        }}
      >
        <InstanceTabs instance={instance} onSelect={setSelected} />
        <InstanceDetails instance={instance} />
      </Box>
    </>
  );
}
