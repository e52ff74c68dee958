import 'bpmn-js-token-simulation/assets/css/bpmn-js-token-simulation.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/diagram-js.css';
import '#ui/diagram/diagram.css';
import '../bpmn-editor.css';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer.js';
import SimulationModule from 'bpmn-js-token-simulation/lib/viewer.js';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import type { Locale } from '#common/contract/common.ts';
import { TEXT_STYLE } from '#ui/diagram/open-viewer.ts';
import { type NameViews, nameViewsModule } from '../canvas/name-views.ts';
import { persianOf, translateModule } from '../translations/translate.ts';

type Events = { on(name: string, act: () => void): void };

/** Translates the titles that the simulation writes into the page in English, as they appear. */
const speakPersian = (container: HTMLElement): MutationObserver => {
  const put = (node: Node) => {
    if (node instanceof Text) {
      const text = persianOf(node.data.trim());
      if (text && !node.parentElement?.closest('svg')) node.data = text;
    } else if (node instanceof HTMLElement) {
      const title = persianOf(node.title);
      if (title) node.title = title;
      node.childNodes.forEach(put);
    }
  };
  const observer = new MutationObserver((changes) =>
    changes.forEach(({ addedNodes }) => addedNodes.forEach(put)),
  );
  put(container);
  observer.observe(container, { childList: true, subtree: true });
  return observer;
};

/** Opens a canvas on which tokens can be simulated. Destroy it when its container is removed. */
export function openSimulator(container: HTMLElement, locale: Locale): NavigatedViewer {
  const viewer = new NavigatedViewer({
    container,
    textRenderer: TEXT_STYLE,
    moddleExtensions: { zeebe },
    additionalModules: [SimulationModule, nameViewsModule, translateModule(locale)],
  } as never);
  viewer.get<NameViews>('nameViews').set(locale);
  if (locale === 'fa') {
    const observer = speakPersian(container);
    viewer.get<Events>('eventBus').on('diagram.destroy', () => observer.disconnect());
  }
  return viewer;
}
