import { createReviver } from 'bpmn-js-native-copy-paste/lib/PasteUtil.js';

const KEY = 'shahrah.clipboard.bpmn';
const EARLY = 2050;

type Events = { on(name: string, priority: number, act: (context: Context) => void): void };
type Context = { tree?: unknown };

/** Carries copied elements between tabs and diagrams of one browser, without access to the system
 *  clipboard. */
class TabClipboard {
  static $inject = ['eventBus', 'moddle'];
  constructor(events: Events, moddle: unknown) {
    events.on('copyPaste.elementsCopied', EARLY, ({ tree }) => {
      try {
        localStorage.setItem(KEY, JSON.stringify(tree));
      } catch {
        localStorage.removeItem(KEY);
      }
    });
    events.on('copyPaste.pasteElements', EARLY, (context) => {
      const kept = localStorage.getItem(KEY);
      if (!context.tree && kept) context.tree = JSON.parse(kept, createReviver(moddle));
    });
  }
}

export const clipboardModule = { __init__: ['tabClipboard'], tabClipboard: ['type', TabClipboard] };
