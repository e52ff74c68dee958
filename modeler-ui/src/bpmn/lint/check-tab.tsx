import ErrorIcon from '@mui/icons-material/ErrorOutlined';
import WarningIcon from '@mui/icons-material/WarningAmberOutlined';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import List from '@mui/material/List';
import ListItem from '@mui/material/ListItem';
import Typography from '@mui/material/Typography';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProcessFinding } from '#common/contract/process-definitions.ts';
import type { DraftTabProps } from '#modeler-ui/drafts/workspace/draft-tabs.ts';
import { useApi } from '#ui/api/api-provider.tsx';
import { ErrorNotice } from '#ui/components/error-notice.tsx';
import { TextSkeleton } from '#ui/components/skeletons.tsx';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { RuleExplanation } from './rule-explanation.tsx';

/** The server's findings on all files of the draft, as they would be at deployment. */
export default function CheckTab({ draft, flush, openFile }: DraftTabProps) {
  const { t } = useTranslation('bpmn');
  const { locale } = useLocale();
  const api = useApi();
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: async () => {
      await flush();
      return api('checkDraft', { params: { id: draft.id } });
    },
  });
  useEffect(() => mutate(), [mutate, draft.id]);
  const all = data && [
    ...data.errors.map((finding) => ({ finding, bad: true })),
    ...data.warnings.map((finding) => ({ finding, bad: false })),
  ];
  return (
    <Box sx={{ p: 1 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, flexWrap: 'wrap', mb: 1 }}>
        <Typography sx={{ flex: 1 }}>{t('check.about')}</Typography>
        <Button variant="outlined" disabled={isPending} onClick={() => mutate()}>
          {t('check.again')}
        </Button>
      </Box>
      {error && <ErrorNotice error={error} onRetry={() => mutate()} />}
      {!all && !error && <TextSkeleton />}
      {all?.length === 0 && <Alert severity="success">{t('check.none')}</Alert>}
      <List dense>
        {all?.map(({ finding, bad }) => (
          <Finding
            key={`${finding.file} ${finding.elementId} ${finding.rule} ${finding.message.en}`}
            finding={finding}
            bad={bad}
            onGo={() => openFile(finding.file, finding.elementId || undefined)}
          />
        ))}
      </List>
      {data && data.more > 0 && (
        <Alert severity="info">{t('check.more', { number: formatNumber(data.more, locale) })}</Alert>
      )}
    </Box>
  );
}

function Finding({ finding, bad, onGo }: { finding: ProcessFinding; bad: boolean; onGo: () => void }) {
  const { t } = useTranslation('bpmn');
  const { pick } = useLocale();
  const [at, setAt] = useState<HTMLElement | null>(null);
  const Icon = bad ? ErrorIcon : WarningIcon;
  const word = bad ? t('check.blocks') : t('check.allowed');
  return (
    <ListItem divider sx={{ gap: 1, flexWrap: 'wrap' }}>
      <Icon fontSize="small" color={bad ? 'error' : 'warning'} />
      <Box sx={{ flex: '1 1 320px' }}>
        <Typography variant="body2">{pick(finding.message)}</Typography>
        <Typography variant="caption" color="text.secondary">
          {word} · <bdi>{finding.file}</bdi>
        </Typography>
      </Box>
      <Button size="small" onClick={onGo}>
        {t('check.go')}
      </Button>
      <Button size="small" onClick={({ currentTarget }) => setAt(currentTarget)}>
        {t('problems.why')}
      </Button>
      {at && <RuleExplanation rule={finding.rule} at={at} onClose={() => setAt(null)} />}
    </ListItem>
  );
}
