import type { Db } from '#api/platform/db.ts';
import type { DeployedForm } from './forms.store.ts';

/** Returns the newest deployed state of every form. */
export async function deployedForms(db: Db): Promise<DeployedForm[]> {
  const { rows } = (await db.raw(`
    select distinct on (file.name)
           regexp_replace(file.name, '^forms/(.*)\\.json$', '\\1') as key, file.sha256, file.content
      from process_deployment_files file
      join process_deployments deployment on deployment.id = file.deployment_id
     where deployment.result = 'deployed' and file.name like 'forms/%'
     order by file.name, file.deployment_id desc`)) as { rows: DeployedForm[] };
  return rows;
}
