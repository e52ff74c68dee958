/** Menu entries of elements that version 8.5 of the engine does not run. */
const UNSUPPORTED =
  /complex-gateway|conditional-(?!flow)|transaction|cancel|ad-?hoc|instantiating|instantiate|compensation-start|multi(ple)?-/i;

export const isSupported = (entryId: string): boolean => !UNSUPPORTED.test(entryId);

type Menu = { registerProvider(id: string, priority: number, provider: object): void };
type Entries = Record<string, unknown>;

/** Leaves out of the menus what the engine does not run. What a diagram has already stays as it is. */
class SupportedElements {
  static $inject = ['popupMenu'];
  constructor(menu: Menu) {
    for (const id of ['bpmn-replace', 'bpmn-create', 'bpmn-append']) menu.registerProvider(id, 10, this);
  }
  getPopupMenuEntries(): (entries: Entries) => Entries {
    return (entries) => Object.fromEntries(Object.entries(entries).filter(([id]) => isSupported(id)));
  }
}

export const supportedElementsModule = {
  __init__: ['knownElements'],
  knownElements: ['type', SupportedElements],
};
