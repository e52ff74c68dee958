import AddIcon from '@mui/icons-material/Add';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Decision } from '#common/process-files/model/decision.ts';
import type { DecisionTest } from '#common/process-files/model/decision-tests.ts';
import { variablesOf } from '#common/process-files/model/decision-variables.ts';
import { runTests } from '#common/process-files/model/evaluate-decision.ts';
import { DecisionTestRow } from './decision-test-row.tsx';

type Props = {
  decision: Decision;
  readOnly: boolean;
  /** Called with an update of the current test rows. */
  onChange: (next: (tests: readonly DecisionTest[]) => DecisionTest[]) => void;
  /** Called with a test row to show the table rules it matches. */
  onShow: (testId: string) => void;
};

/** Test rows of a decision table: inputs, expected outputs, and whether they match. */
export function DecisionTestRows({ decision, readOnly, onChange, onShow }: Props) {
  const { t } = useTranslation('decisions');
  const results = useMemo(() => runTests(decision), [decision]);
  const variables = useMemo(() => namesOf(decision), [decision]);
  const failed = results.filter(({ passed }) => !passed).length;
  const { tests } = decision;
  const add = () =>
    onChange((now) => [
      ...now,
      { id: `Test_${crypto.randomUUID().slice(0, 8)}`, name: '', inputs: {}, expected: [{}] },
    ]);
  return (
    <Stack component="section" spacing={1} aria-labelledby="test-rows">
      <Stack direction="row" sx={{ alignItems: 'baseline', gap: 2, flexWrap: 'wrap' }}>
        <Typography id="test-rows" variant="h6" component="h3">
          {t('tests.title')}
        </Typography>
        {tests.length > 0 && (
          <Typography variant="body2" role="status" color={failed > 0 ? 'error' : 'success'}>
            {failed > 0 ? t('tests.failed', { count: failed }) : t('tests.allPass', { count: tests.length })}
          </Typography>
        )}
      </Stack>
      <Typography variant="body2" color="text.secondary">
        {t('tests.about')}
      </Typography>
      {tests.length > 0 && (
        <TableContainer>
          <Table size="small">
            <TableHead>
              <TableRow>
                <TableCell>{t('tests.name')}</TableCell>
                <TableCell>{t('tests.result')}</TableCell>
                {variables.map((name) => (
                  <TableCell key={name}>
                    <bdi dir="ltr">{name}</bdi>
                  </TableCell>
                ))}
                <TableCell>{t('tests.expected')}</TableCell>
                {decision.outputs.map((name) => (
                  <TableCell key={name}>
                    {t('tests.output')} <bdi dir="ltr">{name}</bdi>
                  </TableCell>
                ))}
                {!readOnly && <TableCell />}
              </TableRow>
            </TableHead>
            <TableBody>
              {results.map((result, at) => (
                <DecisionTestRow
                  key={result.test.id}
                  number={at + 1}
                  result={result}
                  decision={decision}
                  variables={variables}
                  readOnly={readOnly}
                  onShow={onShow}
                  onChange={(next) =>
                    onChange((now) =>
                      now.flatMap((one) => (one.id === result.test.id ? (next(one) ?? []) : [one])),
                    )
                  }
                />
              ))}
            </TableBody>
          </Table>
        </TableContainer>
      )}
      {!readOnly && (
        <Button startIcon={<AddIcon />} onClick={add} sx={{ alignSelf: 'flex-start' }}>
          {t('tests.add')}
        </Button>
      )}
    </Stack>
  );
}

/** Returns the input names. While an expression cannot be parsed, they come from the test rows. */
function namesOf(decision: Decision): string[] {
  try {
    return variablesOf(decision);
  } catch {
    return [...new Set(decision.tests.flatMap(({ inputs }) => Object.keys(inputs)))];
  }
}
