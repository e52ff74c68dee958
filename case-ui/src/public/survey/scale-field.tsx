import Box from '@mui/material/Box';
import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormHelperText from '@mui/material/FormHelperText';
import FormLabel from '@mui/material/FormLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';

type Props = {
  id: string;
  label: string;
  from: number;
  to: number;
  low: string;
  high: string;
  value: number | undefined;
  problem?: string | undefined;
  onChange: (value: number) => void;
};

/** Rating between a low and a high end, with the numbers side by side even on a phone. */
export function ScaleField({ id, label, from, to, low, high, value, problem, onChange }: Props) {
  const { locale } = useLocale();
  const steps = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return (
    <FormControl component="fieldset" error={Boolean(problem)} sx={{ width: '100%', maxWidth: 480 }}>
      <FormLabel component="legend" sx={{ color: 'text.primary' }}>
        {label}
      </FormLabel>
      <RadioGroup
        id={id}
        row
        tabIndex={-1}
        value={value ?? ''}
        onChange={(_event, chosen) => onChange(Number(chosen))}
        sx={{
          display: 'flex',
          flexWrap: 'nowrap',
          justifyContent: 'space-between',
          mt: 0.5,
          outline: 'none',
        }}
      >
        {steps.map((step) => (
          <FormControlLabel
            key={step}
            value={step}
            label={formatNumber(step, locale)}
            labelPlacement="top"
            control={<Radio sx={{ p: { xs: 0.75, sm: 1 } }} />}
            sx={{ m: 0 }}
          />
        ))}
      </RadioGroup>
      <Box
        sx={{ display: 'flex', justifyContent: 'space-between', color: 'text.secondary', fontSize: '0.8rem' }}
      >
        <span>{low}</span>
        <span>{high}</span>
      </Box>
      {problem && <FormHelperText role="alert">{problem}</FormHelperText>}
    </FormControl>
  );
}
