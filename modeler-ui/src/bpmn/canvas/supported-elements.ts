/** Menu entries of elements that version 8.5 of the engine does not support. */
const UNSUPPORTED =
  /complex-gateway|conditional-(?!flow)|transaction|cancel|ad-?hoc|instantiating|instantiate|compensation-start|multi(ple)?-/i;

export const isSupported = (entryId: string): boolean => !UNSUPPORTED.test(entryId);

type Menu = { registerProvider(id: string, priority: number, provider: object): void };
type Entries = Record<string, unknown>;

/** Removes elements that the engine does not support from the menus. Those already in a diagram stay. */
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
