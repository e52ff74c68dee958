import Form, { type IChangeEvent } from '@rjsf/core';
import { Theme } from '@rjsf/mui';
import type { RJSFSchema, UiSchema } from '@rjsf/utils';
import { useEffect, useMemo } from 'react';
import { type Form as StoredForm, localizeForm } from '#common/contract/forms.ts';
import { useLocale } from '../i18n/use-locale.ts';
import { DepartmentWidget, type FormContext } from './department-widget.tsx';
import { createSchemaValidator } from './schema-validator.ts';
import { useRuleMessage } from './use-rule-message.ts';

export type FormData = Record<string, unknown>;

export type FormBodyProps = FormContext & {
  id: string;
  form: StoredForm;
  data: FormData;
  disabled?: boolean;
  /** Called once the form is rendered and can be submitted. */
  onReady: () => void;
  onChange: (data: FormData) => void;
  onSubmit: (data: FormData) => void;
};

const WIDGETS = { ...Theme.widgets, department: DepartmentWidget };
const TEMPLATES = { ...Theme.templates };
/** Leaves every choice to the user; by default rjsf preselects the first option. */
const DEFAULTS = { constAsDefaults: 'skipOneOf' } as const;
const NO_SUBMIT = { 'ui:submitButtonOptions': { norender: true }, 'ui:title': '' };

/** Drops empty texts of optional fields: they count as unanswered. */
const answered = (data: FormData): FormData =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined && value !== ''));

/** A form from the forms folder in the language of the screen. A button with `form={id}` submits it. */
export default function FormBody({
  id,
  form,
  data,
  disabled,
  departments,
  onChange,
  onSubmit,
  onReady,
}: FormBodyProps) {
  const { locale } = useLocale();
  const message = useRuleMessage();
  useEffect(onReady, [onReady]);
  const validator = useMemo(() => createSchemaValidator(message), [message]);
  const { schema, uiSchema } = useMemo(() => {
    const localized = localizeForm(form, locale);
    return {
      schema: localized.schema as RJSFSchema,
      uiSchema: { ...localized.uiSchema, ...NO_SUBMIT } as UiSchema,
    };
  }, [form, locale]);
  const formContext = useMemo<FormContext>(() => ({ departments }), [departments]);
  return (
    <Form
      id={id}
      idPrefix={id}
      schema={schema}
      uiSchema={uiSchema}
      validator={validator}
      formData={data}
      formContext={formContext}
      fields={Theme.fields ?? {}}
      widgets={WIDGETS}
      templates={TEMPLATES}
      disabled={disabled ?? false}
      experimental_defaultFormStateBehavior={DEFAULTS}
      noHtml5Validate
      omitExtraData
      liveOmit="onChange"
      showErrorList={false}
      focusOnFirstError
      onChange={(event: IChangeEvent) => onChange((event.formData ?? {}) as FormData)}
      onError={() => undefined}
      onSubmit={(event: IChangeEvent) => onSubmit(answered((event.formData ?? {}) as FormData))}
    />
  );
}
