import type BpmnModeler from 'bpmn-js/lib/Modeler.js';
import { useEffect, useState } from 'react';
import type { Department, Modelling } from '#common/contract/index.ts';
import type { ModelingMode } from '../panel/panel-settings.ts';
import { type Problem, problemsIn, rulesFor } from './problems.ts';

type Linting = { setLinterConfig(rules: object): void };
const NONE: readonly Problem[] = [];

/** Findings on the open diagram in its current state; null until the first lint has run. */
export function useProblems(
  modeler: BpmnModeler | null,
  mode: ModelingMode,
  modelling: Modelling | undefined,
  departments: readonly Department[] | undefined,
): readonly Problem[] | null {
  const [found, setFound] = useState<readonly Problem[] | null>(null);
  useEffect(() => {
    if (!modeler || !modelling || !departments) return;
    const hear = ({ issues }: { issues: Parameters<typeof problemsIn>[0] }) => setFound(problemsIn(issues));
    modeler.on('linting.completed', hear);
    modeler.get<Linting>('linting').setLinterConfig(rulesFor(mode, modelling, departments));
    return () => modeler.off('linting.completed', hear);
  }, [modeler, mode, modelling, departments]);
  return modeler ? found : NONE;
}
