declare module 'bpmnlint/lib/resolver/node-resolver.js' {
  export default class NodeResolver {}
}

declare module 'bpmnlint' {
  export class Linter {
    constructor(options: { resolver: object; config: unknown });
    lint(root: unknown): Promise<Record<string, { id?: string; message: string; category: string }[]>>;
  }
}

declare module 'sax' {
  export function parser(
    strict: boolean,
    options: { xmlns: boolean },
  ): {
    onerror(error: Error): void;
    onopentag(tag: unknown): void;
    ontext(text: string): void;
    oncdata(text: string): void;
    onclosetag(): void;
    write(text: string): { close(): void };
  };
  const sax: { parser: typeof parser };
  export default sax;
}
