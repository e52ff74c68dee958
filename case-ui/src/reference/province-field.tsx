import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { useProvinces } from '#ui/reference/use-reference.query.ts';

type Props = {
  id: string;
  label: string;
  help: string;
  value: readonly string[];
  onChange: (codes: string[]) => void;
};

/** Selects provinces by name; an empty selection means the whole country. */
export function ProvinceField({ id, label, help, value, onChange }: Props) {
  const { locale, pick } = useLocale();
  const provinces = [...(useProvinces().data ?? [])].sort((a, b) =>
    pick(a.name).localeCompare(pick(b.name), locale),
  );
  return (
    <Autocomplete
      multiple
      id={id}
      options={provinces}
      value={provinces.filter(({ code }) => value.includes(code))}
      getOptionLabel={({ name }) => pick(name)}
      getOptionKey={({ code }) => code}
      isOptionEqualToValue={(a, b) => a.code === b.code}
      onChange={(_event, chosen) => onChange(chosen.map(({ code }) => code))}
      renderInput={(params) => <TextField {...params} label={label} helperText={help} />}
    />
  );
}
