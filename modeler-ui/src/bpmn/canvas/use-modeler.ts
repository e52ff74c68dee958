import type BpmnModeler from 'bpmn-js/lib/Modeler.js';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { fontLoaded } from '#ui/diagram/open-viewer.ts';
import type { PanelSettings } from '../panel/panel-settings.ts';
import { fitForEditing } from './fit-for-editing.ts';
import { openBpmnModeler } from './open-bpmn-modeler.ts';
import { writePlatform } from './platform-version.ts';

/** Pause after a change before the diagram is saved to XML, in milliseconds. */
const DEBOUNCE_MS = 400;

type Options = {
  canvas: RefObject<HTMLElement | null>;
  panel: RefObject<HTMLElement | null>;
  settings: PanelSettings;
  content: string;
  onChange(content: string): void;
};

/** Runs the BPMN editor: opens it once per language, loads the content, and reports every real change. The
 *  editor's own output is not loaded again. */
export function useModeler({ canvas, panel, settings, content, onChange }: Options) {
  const [modeler, setModeler] = useState<BpmnModeler | null>(null);
  const [broken, setBroken] = useState<string | null>(null);
  const known = useRef<string | null>(null);
  const told = useRef(onChange);
  const newest = useRef(content);
  useEffect(() => {
    told.current = onChange;
    newest.current = content;
  });

  useEffect(() => {
    if (!canvas.current || !panel.current) return;
    const opened = openBpmnModeler({ canvas: canvas.current, panel: panel.current, settings });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const write = async () => {
      timer = undefined;
      writePlatform(opened.getDefinitions());
      const { xml } = await opened.saveXML({ format: true });
      if (!xml || xml === known.current) return;
      known.current = xml;
      told.current(xml);
    };
    const changed = ({ trigger }: { trigger?: string }) => {
      if (trigger === 'clear') return;
      clearTimeout(timer);
      timer = setTimeout(() => void write(), DEBOUNCE_MS);
    };
    opened.on('commandStack.changed', changed);
    known.current = null;
    setModeler(opened);
    return () => {
      const pending = timer !== undefined;
      clearTimeout(timer);
      void (pending ? write() : Promise.resolve()).finally(() => opened.destroy());
      setModeler(null);
    };
  }, [canvas, panel, settings]);

  useEffect(() => {
    if (!modeler || content === known.current) return;
    let gone = false;
    void fontLoaded()
      .then(() => (gone ? undefined : modeler.importXML(newest.current)))
      .then(
        () => {
          if (gone) return;
          known.current = newest.current;
          setBroken(null);
          fitForEditing(modeler);
        },
        (error: unknown) => !gone && setBroken(error instanceof Error ? error.message : String(error)),
      );
    return () => {
      gone = true;
    };
  }, [modeler, content]);

  return { modeler, broken };
}
