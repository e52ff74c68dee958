import PassIcon from '@mui/icons-material/CheckCircleOutlined';
import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import FailIcon from '@mui/icons-material/HighlightOff';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { Decision } from '#common/process-files/model/decision.ts';
import type { DecisionTest, OutputRow } from '#common/process-files/model/decision-tests.ts';
import type { TestResult } from '#common/process-files/model/evaluate-decision.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { valueAt, withValue, writeValue } from './test-values.ts';
import { ValueCell } from './value-cell.tsx';

type Props = {
  number: number;
  result: TestResult;
  decision: Decision;
  variables: readonly string[];
  readOnly: boolean;
  /** Called with an update of the current test row; the update returns null to remove it. */
  onChange: (next: (test: DecisionTest) => DecisionTest | null) => void;
  onShow: (testId: string) => void;
};

/** One test row of a decision table. */
export function DecisionTestRow({ number, result, decision, variables, readOnly, onChange, onShow }: Props) {
  const { t } = useTranslation('decisions');
  const { locale } = useLocale();
  const { test, verdict, passed } = result;
  const expected = test.expected ?? [];
  const several = expected.length > 1;
  const label = test.name || t('tests.numbered', { number: formatNumber(number, locale) });
  const change = (given: (now: DecisionTest) => Partial<DecisionTest>) =>
    onChange((now) => ({ ...now, ...given(now) }));
  const only = expected[0] ?? {};
  const places = verdict.matched.map((id) => decision.rows.findIndex((row) => row.id === id) + 1);
  const setOutput = (name: string, value: unknown) =>
    change((now) => {
      const { [name]: _, ...rest } = now.expected?.[0] ?? {};
      return { expected: [value === undefined ? rest : { ...rest, [name]: value }] };
    });
  return (
    <TableRow onFocus={() => onShow(test.id)} hover>
      <TableCell>
        <ValueCell
          plain
          label={t('tests.nameOf', { label })}
          value={test.name}
          readOnly={readOnly}
          onCommit={(name) => change(() => ({ name: String(name ?? '') }))}
        />
      </TableCell>
      <TableCell sx={{ minWidth: 180 }}>
        <Stack direction="row" sx={{ gap: 0.5, alignItems: 'center' }}>
          {passed ? (
            <PassIcon color="success" fontSize="small" />
          ) : (
            <FailIcon color="error" fontSize="small" />
          )}
          <Typography variant="body2">{passed ? t('tests.pass') : t('tests.fail')}</Typography>
        </Stack>
        {!passed && (
          <Typography variant="caption" component="div" dir="auto">
            {test.expected === null
              ? t('tests.unreadable')
              : verdict.problem
                ? t(`tests.problem.${verdict.problem}`)
                : verdict.rows.length === 0
                  ? t('tests.gaveNone')
                  : t('tests.gave', { rows: verdict.rows.map(said).join(' · ') })}
          </Typography>
        )}
        {verdict.matched.length > 0 && (
          <Button size="small" onClick={() => onShow(test.id)}>
            {t('tests.rule', { number: places.map((place) => formatNumber(place, locale)).join('، ') })}
          </Button>
        )}
      </TableCell>
      {variables.map((name) => (
        <TableCell key={name}>
          <ValueCell
            label={t('tests.cell', { label, name })}
            value={valueAt(test.inputs, name)}
            readOnly={readOnly}
            onCommit={(value) => change(({ inputs }) => ({ inputs: withValue(inputs, name, value) }))}
          />
        </TableCell>
      ))}
      <TableCell>
        <TextField
          select
          size="small"
          variant="standard"
          disabled={readOnly}
          value={several ? 'several' : expected.length === 0 ? 'none' : 'row'}
          slotProps={{ htmlInput: { 'aria-label': t('tests.expectedOf', { label }) } }}
          onChange={({ target }) =>
            change(() => ({
              expected: target.value === 'none' ? [] : target.value === 'row' ? [only] : expected,
            }))
          }
        >
          <MenuItem value="row">{t('tests.aRow')}</MenuItem>
          <MenuItem value="none">{t('tests.noRow')}</MenuItem>
          {several && <MenuItem value="several">{t('tests.severalRows')}</MenuItem>}
        </TextField>
      </TableCell>
      {several ? (
        <TableCell colSpan={decision.outputs.length}>
          <ValueCell
            label={t('tests.rowsOf', { label })}
            value={expected}
            readOnly={readOnly}
            onCommit={(value) => Array.isArray(value) && change(() => ({ expected: value as OutputRow[] }))}
          />
        </TableCell>
      ) : (
        decision.outputs.map((name) => (
          <TableCell key={name}>
            <ValueCell
              label={t('tests.cell', { label, name })}
              value={only[name]}
              readOnly={readOnly || expected.length === 0}
              onCommit={(value) => setOutput(name, value)}
            />
          </TableCell>
        ))
      )}
      {!readOnly && (
        <TableCell>
          <IconButton
            size="small"
            aria-label={t('tests.remove', { label })}
            onClick={() => onChange(() => null)}
          >
            <DeleteIcon fontSize="small" />
          </IconButton>
        </TableCell>
      )}
    </TableRow>
  );
}

const said = (row: OutputRow): string =>
  Object.entries(row)
    .map(([name, value]) => `${name}: ${writeValue(value)}`)
    .join(', ');
