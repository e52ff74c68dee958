import { lazy, type ComponentType } from 'react';
import type { ProcessFileKind } from '#common/contract/process-definitions.ts';
import type { EditorProps } from './editor-props.ts';

type Editor = ComponentType<EditorProps>;

const written = import.meta.glob<{ default: Editor }>([
  '../bpmn/bpmn-editor.tsx',
  '../dmn/dmn-editor.tsx',
  '../form-editor/form-editor.tsx',
]);

const editorAt = (path: string): Editor | undefined => {
  const load = written[path];
  return load && lazy(load);
};

/** The editors by what a file holds; what has none is edited as text. */
export const EDITORS: Readonly<Partial<Record<ProcessFileKind, Editor | undefined>>> = {
  diagram: editorAt('../bpmn/bpmn-editor.tsx'),
  decision: editorAt('../dmn/dmn-editor.tsx'),
  form: editorAt('../form-editor/form-editor.tsx'),
};
