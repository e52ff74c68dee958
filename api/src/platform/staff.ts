import type { Role } from '#common/contract/index.ts';

/** A signed-in member of staff, as stated by the token. `departments` are the slugs of the person's
 *  groups. */
export type Staff = {
  id: string;
  username: string;
  name: string;
  roles: readonly Role[];
  departments: readonly string[];
  /** Absent where Keycloak knows none. */
  email?: string;
};
