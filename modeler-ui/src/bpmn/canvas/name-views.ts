import LabelEditingProvider from 'bpmn-js/lib/features/label-editing/LabelEditingProvider.js';
import BaseRenderer from 'diagram-js/lib/draw/BaseRenderer.js';
import { type Element as Moddle, englishName } from '#common/process-files/model/diagram.ts';
import { type Modeling, setProperty, type Shape } from './element.ts';

/** Names that the canvas can show: Persian, English, or both. */
export const NAME_VIEWS = ['fa', 'en', 'both'] as const;
export type NameView = (typeof NAME_VIEWS)[number];

/** Returns the name of an element in a view; falls back to Persian if there is no English name. */
export function shownName(element: Moddle, view: NameView): string | undefined {
  const english = englishName(element);
  if (view === 'fa' || !english) return element.name;
  return view === 'en' || !element.name ? english : `${element.name}\n${english}`;
}

/** Draws or edits an element with the shown name in place of its own, which is restored before any other code
 *  can see it. */
function withName<T>({ businessObject }: Shape, view: NameView, act: () => T): T {
  if (view === 'fa' || businessObject.$type === 'bpmn:TextAnnotation') return act();
  const kept = businessObject.name;
  const shown = shownName(businessObject, view);
  if (shown === kept) return act();
  businessObject.name = shown ?? '';
  try {
    return act();
  } finally {
    if (kept === undefined) delete businessObject.name;
    else businessObject.name = kept;
  }
}

type Events = { on(name: string, act: () => void): void; fire(name: string, event: object): void };
type Inner = {
  canRender(element: Shape): boolean;
  drawShape(...args: unknown[]): unknown;
  drawConnection(...args: unknown[]): unknown;
};

/** Language of the names on the canvas. Changing it redraws the canvas but leaves the file unchanged. */
export class NameViews {
  static $inject = ['eventBus', 'elementRegistry'];
  current: NameView = 'fa';
  private readonly events: Events;
  private readonly registry: { getAll(): Shape[] };
  constructor(events: Events, registry: { getAll(): Shape[] }) {
    this.events = events;
    this.registry = registry;
  }
  set(view: NameView): void {
    if (view === this.current) return;
    this.current = view;
    const elements = this.registry.getAll();
    if (elements.length > 0) this.events.fire('elements.changed', { elements });
  }
}

class NameRenderer extends BaseRenderer {
  static $inject = ['eventBus', 'bpmnRenderer', 'nameViews'];
  private readonly inner: Inner;
  private readonly views: NameViews;
  constructor(events: unknown, inner: Inner, views: NameViews) {
    super(events as never, 1900);
    this.inner = inner;
    this.views = views;
  }
  override canRender(element: never): boolean {
    return this.views.current !== 'fa' && this.inner.canRender(element);
  }
  override drawShape(...args: unknown[]): never {
    return withName(args[1] as Shape, this.views.current, () => this.inner.drawShape(...args)) as never;
  }
  override drawConnection(...args: unknown[]): never {
    return withName(args[1] as Shape, this.views.current, () => this.inner.drawConnection(...args)) as never;
  }
}

type Editing = { activate(element: Shape): unknown; update(...args: unknown[]): void };
const base = LabelEditingProvider as unknown as {
  prototype: Editing;
  new (...args: never[]): { _modeling: Modeling; _injected?: unknown };
};

/** Lets inline editing change the name that is shown: `name.en` in the English view. */
class NameEditing extends base {
  static $inject = [
    'eventBus',
    'bpmnFactory',
    'canvas',
    'directEditing',
    'modeling',
    'resizeHandles',
    'textRenderer',
    'nameViews',
    'injector',
  ];
  private readonly views: NameViews;
  private readonly get: <T>(name: string) => T;
  constructor(...args: unknown[]) {
    super(...(args as never[]));
    this.views = args[7] as NameViews;
    const injector = args[8] as { get: <T>(name: string) => T };
    this.get = (name) => injector.get(name);
  }
  private english(element: Shape): boolean {
    return this.views.current === 'en' && element.businessObject.$type !== 'bpmn:TextAnnotation';
  }
  activate(element: Shape): unknown {
    const begin = () => base.prototype.activate.call(this, element);
    return this.english(element) ? withName(element, 'en', begin) : begin();
  }
  update(element: Shape, text: string, ...more: unknown[]): void {
    if (!this.english(element)) return base.prototype.update.call(this, element, text, ...more);
    const owner = element.labelTarget ?? element;
    const name = text.trim();
    if (name && !owner.businessObject.name) this._modeling.updateLabel(owner, name);
    setProperty(this.get, owner, 'name.en', name || undefined);
  }
}

export const nameViewsModule = {
  __init__: ['nameViews', 'nameRenderer'],
  nameViews: ['type', NameViews],
  nameRenderer: ['type', NameRenderer],
};

/** For editors only; a viewer does not edit labels. */
export const nameEditingModule = { labelEditingProvider: ['type', NameEditing] };
