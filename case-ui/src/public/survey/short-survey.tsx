import Checkbox from '@mui/material/Checkbox';
import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormLabel from '@mui/material/FormLabel';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';
import type { ShortItem, ShortQuestionnaire } from '#common/contract/surveys.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { ScaleField } from './scale-field.tsx';

export type SurveyAnswers = { values: Record<string, number>; comment: string };

/** The first item that still needs an answer. */
export const firstMissing = ({ items }: ShortQuestionnaire, { values }: SurveyAnswers): string | undefined =>
  items.find((item) => item.kind === 'scale' && item.required && values[item.key] === undefined)?.key;

type Props = {
  questionnaire: ShortQuestionnaire;
  answers: SurveyAnswers;
  tried: boolean;
  change: (answers: SurveyAnswers) => void;
};

/** Short survey: ratings, reasons to tick, and a free text. */
export function ShortSurvey({ questionnaire, answers, tried, change }: Props) {
  const { t } = useTranslation('survey');
  const { pick } = useLocale();
  const { values, comment } = answers;
  const set = (key: string, value: number) => change({ ...answers, values: { ...values, [key]: value } });
  const labelOf = (item: ShortItem) =>
    item.required ? `${pick(item.text)} *` : `${pick(item.text)} (${t('optional')})`;
  return (
    <Stack spacing={4}>
      {questionnaire.items.map((item) => {
        if (item.kind === 'scale')
          return (
            <ScaleField
              key={item.key}
              id={`item-${item.key}`}
              label={labelOf(item)}
              from={item.from}
              to={item.to}
              low={pick(item.low)}
              high={pick(item.high)}
              value={values[item.key]}
              problem={tried && item.required && values[item.key] === undefined ? t('required') : undefined}
              onChange={(value) => set(item.key, value)}
            />
          );
        if (item.kind === 'choices')
          return (
            <FormControl key={item.key} component="fieldset">
              <FormLabel component="legend" sx={{ color: 'text.primary' }}>
                {labelOf(item)}
              </FormLabel>
              {item.choices.map((choice) => (
                <FormControlLabel
                  key={choice.key}
                  label={pick(choice.text)}
                  control={
                    <Checkbox
                      checked={values[`${item.key}.${choice.key}`] === 1}
                      onChange={(_event, checked) => set(`${item.key}.${choice.key}`, checked ? 1 : 0)}
                    />
                  }
                />
              ))}
            </FormControl>
          );
        return (
          <TextField
            key={item.key}
            label={labelOf(item)}
            multiline
            minRows={3}
            value={comment}
            onChange={(event) => change({ ...answers, comment: event.target.value })}
            slotProps={{ htmlInput: { maxLength: item.maxLength, dir: 'auto' } }}
          />
        );
      })}
    </Stack>
  );
}
