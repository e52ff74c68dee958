import { type ComponentType, lazy } from 'react';
import type { ProcessFileKind } from '#common/contract/process-definitions.ts';
import type { EditorProps } from './editor-props.ts';

/** Editors by file type; other files are edited as text. */
export const FILE_EDITORS: Readonly<Partial<Record<ProcessFileKind, ComponentType<EditorProps>>>> = {
  diagram: lazy(() => import('#modeler-ui/bpmn/bpmn-editor.tsx')),
  decision: lazy(() => import('#modeler-ui/dmn/dmn-editor.tsx')),
  form: lazy(() => import('#modeler-ui/form-editor/form-editor.tsx')),
};
