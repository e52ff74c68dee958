import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import type { MigrationDiagrams } from '#common/contract/instance-migration.ts';
import { MIN_DISCLOSED_COUNT } from '#common/contract/instances.ts';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { PageHeading } from '#ui/components/page-heading.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { useCount } from '../instances/use-count.ts';
import { Page } from '../shell/page.tsx';
import { MappingDiagrams } from './mapping-diagrams.tsx';
import { type ElementMapping, MappingTable } from './mapping-table.tsx';
import { usePlanMigration } from './use-migration.mutation.ts';
import { useMigrationDiagrams } from './use-migrations.query.ts';
import { type VersionPair, VersionPairSelect } from './version-pair-select.tsx';

/** Plan of a migration: a process, two of its versions, and the target of each element. Ends with the dry
 *  run. */
export function Component() {
  const { t } = useTranslation('instanceMigration');
  const [params, setParams] = useSearchParams();
  const chosen: VersionPair = {
    processKey: params.get('process') ?? '',
    from: Number(params.get('from')) || undefined,
    to: Number(params.get('to')) || undefined,
  };
  const choose = ({ processKey, from, to }: VersionPair) =>
    setParams({
      ...(processKey && { process: processKey }),
      ...(from && { from: String(from) }),
      ...(to && { to: String(to) }),
    });
  const { processKey, from, to } = chosen;
  const whole = processKey && from && to && from !== to ? { processKey, from, to } : undefined;
  const { data, error, refetch } = useMigrationDiagrams(whole);
  return (
    <Page permission="process:deploy">
      <Button component={Link} to="/instance-migrations" size="small">
        {t('back')}
      </Button>
      <PageHeading>{t('plan.title')}</PageHeading>
      <VersionPairSelect chosen={chosen} onChoose={choose} />
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {whole && !data && !error && <TextSkeleton />}
      {whole && data && (
        <MigrationPlanForm key={`${processKey} ${from} ${to}`} processKey={processKey} diagrams={data} />
      )}
    </Page>
  );
}

function MigrationPlanForm({ processKey, diagrams }: { processKey: string; diagrams: MigrationDiagrams }) {
  const { t } = useTranslation('instanceMigration');
  const tell = useCount(diagrams.confidential);
  const navigate = useNavigate();
  const plan = usePlanMigration();
  const [mapping, setMapping] = useState<ElementMapping>({});
  const [shown, setShown] = useState<string | null>(null);
  const run = () =>
    plan.mutate(
      {
        processKey,
        fromVersions: [diagrams.from.version],
        toVersion: diagrams.to.version,
        mapping: Object.entries(mapping).flatMap(([from, to]) => (to && to !== from ? [{ from, to }] : [])),
      },
      { onSuccess: ({ id }) => void navigate(`/instance-migrations/${id}`) },
    );
  const placeOf = (id: string) =>
    mapping[id] ?? diagrams.elements.find((element) => element.id === id)?.to ?? null;
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 3, mt: 2 }}>
      <Alert severity="info" icon={false}>
        {t('plan.running', {
          count: diagrams.running ?? MIN_DISCLOSED_COUNT,
          value: tell(diagrams.running),
        })}
      </Alert>
      <MappingDiagrams
        name={processKey}
        diagrams={diagrams}
        selected={shown}
        selectedTarget={shown && placeOf(shown)}
        onSelect={setShown}
        placeOf={placeOf}
      />
      <section aria-labelledby="mapping-heading">
        <Typography id="mapping-heading" variant="h6" component="h2">
          {t('plan.mapping')}
        </Typography>
        <Typography color="text.secondary" sx={{ mb: 1 }}>
          {t('plan.mappingHelp')}
        </Typography>
        <MappingTable
          diagrams={diagrams}
          chosen={mapping}
          onChoose={(id, to) => setMapping((now) => ({ ...now, [id]: to }))}
          selected={shown}
          onSelect={setShown}
        />
      </section>
      {plan.error && <ErrorNotice error={plan.error} kept />}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center' }}>
        <Button variant="contained" onClick={run} loading={plan.isPending}>
          {t('plan.dryRun')}
        </Button>
        <Typography variant="body2" color="text.secondary">
          {t('plan.dryRunHelp')}
        </Typography>
      </Box>
    </Box>
  );
}
