import { Group } from '@bpmn-io/properties-panel';
import { extensionOf, type Shape } from '../canvas/element.ts';
import { type Entry, groupsFor, type PanelGroup } from './panel-groups.ts';
import type { ModelingMode, PanelSettings } from './panel-settings.ts';
import {
  calledDecisionEntry,
  calledProcessEntry,
  type EntryContext,
  formEntry,
  groupEntry,
  jobTypeEntry,
  nameEntries,
  stageHoursEntry,
} from './shahrah-entries.ts';

/** Low priority: runs after every other provider, so that it sees their groups. */
const PROVIDER_PRIORITY = 50;

type Panel = { registerProvider(priority: number, provider: object): void };
type Events = { fire(name: string): void };
type Injector = { get<T>(name: string): T };

/** Adds Shahrah's fields to the properties panel: both names; selects for forms, departments, processes,
 *  decisions and workers; working hours of a step. Removes what the engine version does not support. */
export class ShahrahPropertiesProvider {
  static $inject = ['propertiesPanel', 'injector', 'config.house', 'eventBus'];
  private mode: ModelingMode = 'implement';
  private readonly events: Events;
  private readonly get: <T>(name: string) => T;
  private readonly settings: PanelSettings;
  constructor(panel: Panel, injector: Injector, settings: PanelSettings, events: Events) {
    this.get = (name) => injector.get(name);
    this.settings = settings;
    this.events = events;
    panel.registerProvider(PROVIDER_PRIORITY, this);
  }
  /** Switches the panel to a mode. */
  show(mode: ModelingMode): void {
    this.mode = mode;
    this.events.fire('propertiesPanel.providersChanged');
  }
  getGroups(element: Shape): (groups: PanelGroup[]) => PanelGroup[] {
    return (groups) => {
      const given: EntryContext = { element, get: this.get, settings: this.settings };
      const names = nameEntries(given);
      const own = names.length > 0 ? [this.group('names', names)] : [];
      return groupsFor(this.mode, [...own, ...this.replaced(groups, given)]);
    };
  }

  private group(id: string, entries: Entry[]): PanelGroup {
    return {
      id,
      label: this.settings.text(`groups.${id}`),
      entries,
      component: Group,
      shouldOpen: id === 'names',
    };
  }

  private replaced(groups: readonly PanelGroup[], given: EntryContext): PanelGroup[] {
    const bo = given.element.businessObject;
    if (bo['modelerTemplate'] ?? bo['zeebe:modelerTemplate']) return [...groups];
    const swap = (id: string, from: RegExp, entry: Entry): PanelGroup[] =>
      groups.map((group) =>
        group.id === id && group.entries
          ? {
              ...group,
              entries: [entry, ...group.entries.filter((one) => !from.test(one.id))],
            }
          : group,
      );
    switch (bo.$type) {
      case 'bpmn:UserTask':
        return this.userTask(groups, given);
      case 'bpmn:CallActivity':
        return swap('calledElement', /^targetProcessId$/, calledProcessEntry(given));
      case 'bpmn:BusinessRuleTask':
        return extensionOf(given.element, 'zeebe:TaskDefinition')
          ? swap('taskDefinition', /^taskDefinitionType$/, jobTypeEntry(given))
          : swap('calledDecision', /^decisionId$/, calledDecisionEntry(given));
      case 'bpmn:ServiceTask':
      case 'bpmn:SendTask':
      case 'bpmn:ScriptTask':
        return swap('taskDefinition', /^taskDefinitionType$/, jobTypeEntry(given));
      default:
        return [...groups];
    }
  }

  private userTask(groups: readonly PanelGroup[], given: EntryContext): PanelGroup[] {
    const definition = extensionOf(given.element, 'zeebe:FormDefinition');
    const foreign = Boolean(definition?.['formKey'] ?? definition?.['formId']);
    const rest = groups
      .filter(({ id }) => id !== 'userTaskImplementation' && (foreign || id !== 'form'))
      .map((group) =>
        group.id === 'assignmentDefinition' && group.entries
          ? { ...group, entries: [groupEntry(given), ...group.entries] }
          : group,
      );
    const at = rest.findIndex(({ id }) => id === 'assignmentDefinition');
    const own = [this.group('step', [...(foreign ? [] : [formEntry(given)]), stageHoursEntry(given)])];
    return [...rest.slice(0, Math.max(at, 0)), ...own, ...rest.slice(Math.max(at, 0))];
  }
}

export const shahrahPropertiesModule = {
  __init__: ['shahrahPropertiesProvider'],
  shahrahPropertiesProvider: ['type', ShahrahPropertiesProvider],
};
