import type Manager from 'dmn-js/lib/manager.js';
import type { DmnView, DmnViewer } from 'dmn-js/lib/manager.js';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { fontLoaded } from '#ui/diagram/open-viewer.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';
import { openDmnModeler } from './open-dmn-modeler.ts';

type CommandStack = {
  undo(): void;
  redo(): void;
  canUndo(): boolean;
  canRedo(): boolean;
  execute(command: string, context: object): void;
};

type Shown = { views: DmnView[]; active: DmnView | undefined; canUndo: boolean; canRedo: boolean };

const NOTHING_SHOWN: Shown = { views: [], active: undefined, canUndo: false, canRedo: false };
const DEBOUNCE_MS = 200;

const stackOf = (viewer: DmnViewer | undefined): CommandStack | null =>
  viewer?.get<CommandStack | null>('commandStack', false) ?? null;

type DmnModelerOptions = { content: string; readOnly: boolean; onChange: (content: string) => void };

/** Runs the dmn-js editor in an element: loads the content and reports each change after a pause. Content
 *  that differs from the last report comes from outside and is loaded again. */
export function useDmnModeler(
  box: RefObject<HTMLDivElement | null>,
  { content, readOnly, onChange }: DmnModelerOptions,
) {
  const { locale } = useLocale();
  const [manager, setManager] = useState<Manager | null>(null);
  const [shown, setShown] = useState<Shown>(NOTHING_SHOWN);
  const [broken, setBroken] = useState<string | null>(null);
  const [xml, setXml] = useState(content);
  const told = useRef<string | null>(null);
  const tell = useRef(onChange);
  useEffect(() => {
    tell.current = onChange;
  });

  useEffect(() => {
    if (!box.current) return;
    const opened = openDmnModeler(box.current, { readOnly, locale });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const stack = stackOf(opened.getActiveViewer());
      setShown({
        views: opened.getViews(),
        active: opened.getActiveView(),
        canUndo: stack?.canUndo() ?? false,
        canRedo: stack?.canRedo() ?? false,
      });
    };
    const save = async () => {
      timer = undefined;
      const { xml: written } = await opened.saveXML({ format: true });
      if (written === told.current) return;
      told.current = written;
      setXml(written);
      tell.current(written);
    };
    opened.on('views.changed', look);
    opened.on('viewer.created', ({ viewer }) =>
      viewer.on('commandStack.changed', ({ trigger }) => {
        look();
        if (trigger === 'clear') return;
        clearTimeout(timer);
        timer = setTimeout(() => void save(), DEBOUNCE_MS);
      }),
    );
    setManager(opened);
    return () => {
      if (timer !== undefined) {
        clearTimeout(timer);
        void save();
      }
      told.current = null;
      setManager(null);
      setShown(NOTHING_SHOWN);
      opened.destroy();
    };
  }, [box, readOnly, locale]);

  useEffect(() => {
    if (!manager || content === told.current) return;
    const isFirst = told.current === null;
    told.current = content;
    setXml(content);
    let gone = false;
    void fontLoaded()
      .catch(() => undefined)
      .then(() => (gone ? undefined : manager.importXML(content)))
      .then(() => {
        const table = manager.getViews().find(({ type }) => type !== 'drd');
        return isFirst && table && !gone ? manager.open(table) : undefined;
      })
      .then(
        () => !gone && setBroken(null),
        (error: unknown) => !gone && setBroken(error instanceof Error ? error.message : String(error)),
      );
    return () => {
      gone = true;
    };
  }, [manager, content]);

  const run = useCallback(
    (act: (stack: CommandStack) => void) => {
      const stack = stackOf(manager?.getActiveViewer());
      if (stack) act(stack);
    },
    [manager],
  );
  return {
    manager,
    broken,
    xml,
    ...shown,
    open: (view: DmnView) => void manager?.open(view),
    undo: () => run((stack) => stack.undo()),
    redo: () => run((stack) => stack.redo()),
    run,
  };
}
