import type { Role } from '#common/contract/index.ts';
import { departmentsModule } from '#api/modules/departments/index.ts';
import { visibilityModule } from '#api/modules/visibility/index.ts';
import type { Db } from '#api/platform/db.ts';
import { asViewer } from '#api/platform/viewer.ts';

export type Look = <T>(work: () => Promise<T>) => Promise<T>;

/** Looks at the database as somebody who is signed in.
 *  @param db as the api has it */
export function viewers(db: Db) {
  const { visibility } = visibilityModule({ db, tree: departmentsModule({ db }).tree });
  return async (username: string, role: Role, ...departments: string[]): Promise<Look> => {
    const person = { id: username, username, name: username, roles: [role], departments };
    const { databaseViewer } = await visibility.of(person);
    return (work) => asViewer(databaseViewer, work);
  };
}
