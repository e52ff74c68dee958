import { InvalidInput } from '#api/platform/common.errors.ts';
import type { FieldError } from '#api/platform/field-errors.ts';
import type { Staff } from '#api/platform/staff.ts';
import type { Task } from '#common/contract/index.ts';
import type { DepartmentTree } from '../departments/index.ts';
import type { Forms } from '../forms/index.ts';
import type { OutcomeCheck } from '../requests/index.ts';

export type SubmittedFormCheckDeps = {
  forms: Forms;
  tree: () => Promise<DepartmentTree>;
  outcomeCheck: OutcomeCheck;
};

/** Checks what a person submits: by the form's schema, that its departments exist, and by the rules for the
 *  outcome of a case. */
export const submittedFormCheck =
  ({ forms, tree, outcomeCheck }: SubmittedFormCheckDeps) =>
  /** @throws InvalidInput with every error of the form */
  async ({ formKey, request }: Task, data: Record<string, unknown>, by: Staff): Promise<void> => {
    if (formKey === null) return;
    const errors: FieldError[] = forms.check(formKey, data, '/data');
    const departments = await tree();
    for (const field of forms.departmentFields(formKey)) {
      const slug = data[field];
      if (typeof slug === 'string' && !departments.get(slug))
        errors.push({ path: `/data/${field}`, rule: 'department', message: 'must be a department' });
    }
    if (errors.length === 0 && request)
      errors.push(...(await outcomeCheck({ requestId: request.id, data, by })));
    if (errors.length > 0) throw new InvalidInput(undefined, { errors });
  };
