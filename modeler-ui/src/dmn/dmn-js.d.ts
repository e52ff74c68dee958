declare module 'dmn-js/lib/Modeler.js' {
  export { default } from 'dmn-js/lib/manager.js';
}

declare module 'dmn-js/lib/NavigatedViewer.js' {
  export { default } from 'dmn-js/lib/manager.js';
}

declare module 'dmn-js/lib/manager.js' {
  import type { Element } from '#common/process-files/model/diagram.ts';

  export type DmnView = { element: Element; id: string; name?: string; type: string };
  export type DmnViewer = {
    get<T>(service: string, strict?: boolean): T;
    on(event: string, listener: (event: Record<string, unknown>) => void): void;
  };
  export default class Manager {
    constructor(options: Record<string, unknown>);
    importXML(xml: string): Promise<{ warnings: string[] }>;
    saveXML(options: { format: boolean }): Promise<{ xml: string }>;
    getViews(): DmnView[];
    getActiveView(): DmnView | undefined;
    getActiveViewer(): DmnViewer | undefined;
    open(view: DmnView): Promise<unknown>;
    on(event: string, listener: (event: { viewer: DmnViewer }) => void): void;
    destroy(): void;
    _moddle: {
      create(type: string, properties: object): Element;
      createAny(type: string, uri: string, properties: Record<string, unknown>): unknown;
    };
  }
}
