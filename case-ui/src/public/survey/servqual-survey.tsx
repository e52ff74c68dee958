import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import type { ServqualQuestionnaire } from '#common/contract/surveys.ts';
import { asciiDigits } from '#common/text/persian-text.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { ScaleField } from './scale-field.tsx';
import type { SurveyAnswers } from './short-survey.tsx';

const POINTS = 100;

const pointsOf = ({ dimensions }: ServqualQuestionnaire, values: Record<string, number>): number[] =>
  dimensions.flatMap(({ key }) => values[`w.${key}`] ?? []);

/** Returns what still prevents sending: the id of the field and the reason. */
export function servqualProblem(
  questionnaire: ServqualQuestionnaire,
  { values }: SurveyAnswers,
): { at: string; why: 'pair' | 'nothing' | 'pointsWrong' } | undefined {
  const numbers = questionnaire.dimensions.flatMap(({ items }) => items.map(({ number }) => number));
  const half = numbers.find((n) => (values[`e${n}`] === undefined) !== (values[`p${n}`] === undefined));
  if (half !== undefined)
    return { at: `item-${values[`e${half}`] === undefined ? 'e' : 'p'}${half}`, why: 'pair' };
  if (numbers.every((n) => values[`e${n}`] === undefined)) return { at: 'item-e1', why: 'nothing' };
  const points = pointsOf(questionnaire, values);
  const sum = points.reduce((all, one) => all + one, 0);
  const complete = points.length === questionnaire.dimensions.length && sum === POINTS;
  return points.length > 0 && !complete ? { at: 'points', why: 'pointsWrong' } : undefined;
}

type Props = {
  questionnaire: ServqualQuestionnaire;
  answers: SurveyAnswers;
  change: (answers: SurveyAnswers) => void;
};

/** Items of each dimension, rated twice, and the weights of the dimensions. */
export function ServqualSurvey({ questionnaire, answers, change }: Props) {
  const { t } = useTranslation('survey');
  const { locale, pick } = useLocale();
  const { values } = answers;
  const { scale, low, high } = questionnaire;
  const set = (key: string, value: number | undefined) => {
    const { [key]: _before, ...others } = values;
    change({ ...answers, values: value === undefined ? others : { ...others, [key]: value } });
  };
  const rating = (key: string, label: string) => (
    <ScaleField
      id={`item-${key}`}
      label={label}
      {...scale}
      low={pick(low)}
      high={pick(high)}
      value={values[key]}
      onChange={(value) => set(key, value)}
    />
  );
  const sum = pointsOf(questionnaire, values).reduce((all, one) => all + one, 0);
  return (
    <Stack spacing={5}>
      {questionnaire.dimensions.map(({ key, name, about, items }) => (
        <Box key={key} component="section" aria-labelledby={`dimension-${key}`}>
          <Typography variant="h2" id={`dimension-${key}`}>
            {pick(name)}
          </Typography>
          <Typography sx={{ color: 'text.secondary', mb: 2 }}>{pick(about)}</Typography>
          <Stack spacing={3} component="ol" sx={{ listStyle: 'none', m: 0, p: 0 }}>
            {items.map(({ number, text }) => (
              <Box component="li" key={number} sx={{ borderTop: 1, borderColor: 'divider', pt: 2 }}>
                <Typography sx={{ fontWeight: 600, mb: 1 }}>
                  {formatNumber(number, locale)}. {pick(text)}
                </Typography>
                <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', md: '1fr 1fr' } }}>
                  {rating(`e${number}`, pick(questionnaire.expectation))}
                  {rating(`p${number}`, pick(questionnaire.perception))}
                </Box>
              </Box>
            ))}
          </Stack>
        </Box>
      ))}
      <Box component="section" aria-labelledby="weights" id="points" tabIndex={-1} sx={{ outline: 'none' }}>
        <Typography variant="h2" id="weights">
          {t('weightsTitle')} ({t('optional')})
        </Typography>
        <Typography sx={{ color: 'text.secondary', mb: 2 }}>{pick(questionnaire.weights)}</Typography>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2 }}>
          {questionnaire.dimensions.map(({ key, name }) => (
            <TextField
              key={key}
              label={pick(name)}
              value={values[`w.${key}`] === undefined ? '' : formatNumber(values[`w.${key}`] ?? 0, locale)}
              onChange={(event) => {
                const typed = asciiDigits(event.target.value).replace(/\D/g, '').slice(0, 3);
                set(`w.${key}`, typed === '' ? undefined : Math.min(POINTS, Number(typed)));
              }}
              slotProps={{ htmlInput: { inputMode: 'numeric', dir: 'ltr' } }}
              sx={{ width: 140 }}
            />
          ))}
        </Box>
        <Typography role="status" sx={{ mt: 1 }}>
          {t('points', { value: formatNumber(sum, locale) })}
        </Typography>
      </Box>
    </Stack>
  );
}
