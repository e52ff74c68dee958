import { propertyOf } from '#common/process-files/model/diagram.ts';
import { MAX_STAGE_HOURS } from '#common/process-files/model/stage-hours.ts';
import { extensionOf, type Modeling, setExtension, setProperty, type Shape } from '../canvas/element.ts';
import { choiceField, numberField, textField } from './fields.ts';
import type { Entry } from './panel-groups.ts';
import type { PanelSettings } from './panel-settings.ts';

type Get = <T>(service: string) => T;
export type EntryContext = { element: Shape; get: Get; settings: PanelSettings };
type Debounce = Parameters<typeof textField>[1];

const TYPES_WITHOUT_NAMES =
  /^bpmn:(Association|DataInputAssociation|DataOutputAssociation|TextAnnotation|Group|Collaboration)$/;

/** Fields for the two names of an element. */
export function nameEntries({ element, get, settings }: EntryContext): Entry[] {
  if (TYPES_WITHOUT_NAMES.test(element.businessObject.$type)) return [];
  const debounce = get<Debounce>('debounceInput');
  const bo = element.businessObject;
  return [
    textField(element, debounce, {
      id: 'name-fa',
      label: settings.text('nameFa'),
      get: () => bo.name ?? '',
      set: (value) =>
        /^bpmn:(Process|Participant)$/.test(bo.$type) && !element.parent
          ? get<Modeling>('modeling').updateProperties(element, { name: value || undefined })
          : get<Modeling>('modeling').updateLabel(element, value || null),
    }),
    textField(element, debounce, {
      id: 'name-en',
      label: settings.text('nameEn'),
      get: () => propertyOf(bo, 'name.en') ?? '',
      set: (value) => setProperty(get, element, 'name.en', value || undefined),
    }),
  ];
}

const choiceFieldFor = (
  { element, get, settings }: EntryContext,
  id: string,
  kind: string,
  property: string,
) => ({
  id,
  none: settings.text('none'),
  unknown: settings.text('unknown'),
  get: () => String(extensionOf(element, kind)?.[property] ?? ''),
  set: (value: string) => setExtension(get, element, kind, { [property]: value || undefined }),
});

/** Select field for the form of a user task, from the existing forms. */
export function formEntry(given: EntryContext): Entry {
  const { element, get, settings } = given;
  const field = choiceFieldFor(given, 'house-form', 'zeebe:FormDefinition', 'externalReference');
  return choiceField(element, {
    ...field,
    label: settings.text('form'),
    choices: (settings.modelling?.forms ?? []).map(({ key, title }) => ({
      value: key,
      label: `${title[settings.locale]} · ${key}`,
    })),
    set: (value) =>
      setExtension(get, element, 'zeebe:FormDefinition', value ? { externalReference: value } : undefined),
  });
}

/** Select field for who may claim a user task: the department handling the request, or a fixed one. */
export function groupEntry(given: EntryContext): Entry {
  const { element, settings } = given;
  return choiceField(element, {
    ...choiceFieldFor(given, 'house-groups', 'zeebe:AssignmentDefinition', 'candidateGroups'),
    label: settings.text('group'),
    unknown: settings.text('written'),
    choices: [
      { value: '=[department]', label: settings.text('handlingDepartment') },
      ...settings.departments.map(({ slug, name }) => ({ value: slug, label: name[settings.locale] })),
    ],
  });
}

/** Number field for the working hours allowed for a user task. */
export const stageHoursEntry = ({ element, get, settings }: EntryContext): Entry =>
  numberField(element, get<Debounce>('debounceInput'), {
    id: 'house-stage-hours',
    label: settings.text('stageHours'),
    description: settings.text('stageHoursHelp'),
    min: 1,
    max: MAX_STAGE_HOURS,
    get: () => {
      const value = Number(propertyOf(element.businessObject, 'sla.stageHours'));
      return value > 0 ? value : undefined;
    },
    set: (value) => setProperty(get, element, 'sla.stageHours', value ? String(value) : undefined),
  });

/** Select field for the process that a call activity calls. */
export const calledProcessEntry = (given: EntryContext): Entry =>
  choiceField(given.element, {
    ...choiceFieldFor(given, 'house-called-process', 'zeebe:CalledElement', 'processId'),
    label: given.settings.text('calledProcess'),
    choices: (given.settings.modelling?.processes ?? []).map(({ key, name }) => ({
      value: key,
      label: `${name[given.settings.locale]} · ${key}`,
    })),
  });

/** Select field for the decision that a business rule task evaluates. */
export const calledDecisionEntry = (given: EntryContext): Entry =>
  choiceField(given.element, {
    ...choiceFieldFor(given, 'house-called-decision', 'zeebe:CalledDecision', 'decisionId'),
    label: given.settings.text('calledDecision'),
    choices: (given.settings.modelling?.decisions ?? []).map(({ id, name }) => ({
      value: id,
      label: `${name} · ${id}`,
    })),
  });

/** Select field for the job type of a service task, handled by the API's workers. */
export const jobTypeEntry = (given: EntryContext): Entry =>
  choiceField(given.element, {
    ...choiceFieldFor(given, 'house-job-type', 'zeebe:TaskDefinition', 'type'),
    label: given.settings.text('jobType'),
    choices: (given.settings.modelling?.jobTypes ?? []).map((type) => ({ value: type, label: type })),
  });
