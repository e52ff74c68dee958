import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import { labelValue, type WidgetProps } from '@rjsf/utils';
import type { Text } from '#common/contract/common.ts';
import { useLocale } from '../i18n/use-locale.ts';

export type DepartmentChoice = { slug: string; name: Text };

/** Reference data that form widgets need. */
export type FormContext = { departments: readonly DepartmentChoice[] };

/** Selects a department by part of its name. The value is the department's slug. */
export function DepartmentWidget(props: WidgetProps) {
  const {
    id,
    value,
    required,
    disabled,
    readonly,
    label,
    hideLabel,
    rawErrors = [],
    onChange,
    registry,
  } = props;
  const { pick } = useLocale();
  const { departments } = registry.formContext as FormContext;
  const chosen = departments.find((department) => department.slug === value) ?? null;
  return (
    <Autocomplete
      id={id}
      options={departments}
      value={chosen}
      disabled={disabled || readonly}
      getOptionLabel={(department) => pick(department.name)}
      getOptionKey={(department) => department.slug}
      isOptionEqualToValue={(option, selected) => option.slug === selected.slug}
      onChange={(_event, next) => onChange(next?.slug)}
      renderInput={(params) => (
        <TextField
          {...params}
          label={labelValue(label, hideLabel, undefined)}
          required={required}
          error={rawErrors.length > 0}
        />
      )}
    />
  );
}
