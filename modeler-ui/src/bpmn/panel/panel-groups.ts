/** Groups and fields that this engine version does not support, or for which Shahrah's rules leave no
 *  choice. */
const HIDDEN_GROUPS = new Set([
  'businessId',
  'jobPriorityDefinition',
  'Zeebe__ExecutionListeners',
  'Zeebe__TaskListeners',
  'adHocSubProcessImplementation',
  'adHocCompletion',
  'activeElements',
  'outputCollection',
  'event-condition',
]);
const HIDDEN_ENTRIES = new Set([
  'versionTag',
  'bindingType',
  'priorityDefinitionPriority',
  'businessIdInherit',
  'name',
]);

/** Groups shown in design mode, for users who draw but do not implement. */
const DESIGN_GROUPS = new Set(['names', 'documentation']);

export type Entry = { id: string; [more: string]: unknown };
export type PanelGroup = { id: string; entries?: Entry[]; items?: unknown[]; [more: string]: unknown };

/** Returns the groups visible in a mode, without those that 8.5 does not support. */
export function groupsFor(mode: 'design' | 'implement', groups: readonly PanelGroup[]): PanelGroup[] {
  const known = groups.filter(({ id }) => !HIDDEN_GROUPS.has(id));
  const wanted = mode === 'design' ? known.filter(({ id }) => DESIGN_GROUPS.has(id)) : known;
  return wanted
    .map((group) =>
      group.entries ? { ...group, entries: group.entries.filter(({ id }) => !isHidden(id)) } : group,
    )
    .filter(({ entries, items, component }) => !entries || entries.length > 0 || items || !component);
}

const isHidden = (id: string): boolean => HIDDEN_ENTRIES.has(id) || /(bindingType|versionTag)$/i.test(id);
