import { useEffect, useState } from 'react';
import { PRIORITIES } from '#common/contract/common.ts';
import { type Decision, parseDecisions } from '#common/process-files/model/decision.ts';
import { type DecisionFinding, lintDecision } from '#common/process-files/rules/decision-rules.ts';
import { useDepartments, useProvinces } from '#ui/reference/use-reference.query.ts';

type Checked = { decisions: Decision[]; findings: DecisionFinding[]; unreadable: string | null };

/** Lints the decisions of a file as the server will before deployment; undefined until they have been
 *  parsed. */
export function useTableCheck(name: string, xml: string): Checked | undefined {
  const departments = useDepartments().data;
  const provinces = useProvinces().data;
  const [read, setRead] = useState<Pick<Checked, 'decisions' | 'unreadable'>>();
  useEffect(() => {
    let gone = false;
    parseDecisions(name, xml).then(
      (decisions) => !gone && setRead({ decisions, unreadable: null }),
      (error: unknown) => !gone && setRead({ decisions: [], unreadable: (error as Error).message }),
    );
    return () => {
      gone = true;
    };
  }, [name, xml]);
  if (!read || !departments || !provinces) return undefined;
  const context = {
    groups: departments.map(({ slug }) => slug),
    regions: provinces.map(({ code }) => code),
    priorities: PRIORITIES,
  };
  return { ...read, findings: read.decisions.flatMap((decision) => lintDecision(decision, context)) };
}
