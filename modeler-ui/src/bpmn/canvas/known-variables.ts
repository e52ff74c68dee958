import VariableProvider from '@bpmn-io/variable-resolver/lib/VariableProvider.js';
import { type Element as Moddle, extension } from '#common/process-files/model/diagram.ts';
import { isCaseProcess } from '#common/process-files/rules/lint-context.ts';
import type { PanelSettings } from '../panel/panel-settings.ts';
import type { Shape } from './element.ts';

/** Variables that the start message sets in a process for a request. */
const START_VARIABLES = ['requestId', 'service', 'region', 'department', 'priority', 'channel'];

type Known = { name: string; type?: string; info?: string; scope?: Shape };

/** Tells the FEEL editor about variables that the diagram alone does not reveal: the start variables of a
 *  request, and form fields sent to the engine. */
class KnownVariables extends VariableProvider {
  static override $inject = ['variableResolver', 'config.house'];
  private readonly settings: PanelSettings;
  constructor(resolver: unknown, settings: PanelSettings) {
    super(resolver);
    this.settings = settings;
  }
  getVariables(element: Shape | Moddle): Known[] | undefined {
    const businessObject = (element as Partial<Shape>).businessObject ?? (element as Moddle);
    if (businessObject.$type === 'bpmn:Process')
      return isCaseProcess(businessObject)
        ? START_VARIABLES.map((name) => ({ name, type: 'String', info: this.settings.text('fromRequest') }))
        : undefined;
    if (businessObject.$type !== 'bpmn:UserTask') return undefined;
    const key = extension(businessObject, 'FormDefinition')?.['externalReference'];
    const form = this.settings.modelling?.forms.find((one) => one.key === key);
    return form?.variables.map((name) => ({ name, info: form.title[this.settings.locale] }));
  }
}

export const knownVariablesModule = {
  __init__: ['knownVariables'],
  knownVariables: ['type', KnownVariables],
};
