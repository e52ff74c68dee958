import { defineRoute } from '#api/http/route.ts';
import { NotAllowed } from '#api/platform/common.errors.ts';
import { type Permission, PERMISSIONS } from '#api/platform/permissions.ts';
import { type Staff } from '#api/platform/staff.ts';
import { type Department } from '#common/contract/index.ts';
import type { DepartmentTree } from '../departments/index.ts';
import type { Visibility } from '../visibility/index.ts';
import { UnknownDepartment } from './staff.errors.ts';
import type { StaffService } from './staff.service.ts';

type Deps = { tree: () => Promise<DepartmentTree>; visibility: Visibility; service: StaffService };

export const staffRoutes = ({ tree, visibility, service }: Deps) => [
  defineRoute('getMe', {
    permission: 'signed-in',
    handle: async ({ user }) => {
      const [{ reach }, { get }] = await Promise.all([visibility.of(user), tree()]);
      return {
        username: user.username,
        name: user.name,
        roles: [...user.roles],
        departments: user.departments.map(get).filter((found): found is Department => found !== undefined),
        permissions: permissionsOf(user),
        queues: [...reach.work.open],
      };
    },
  }),

  defineRoute('listDepartmentStaff', {
    permission: 'task:assign',
    handle: async ({ params: { slug }, user }) => {
      if (!(await tree()).get(slug)) throw new UnknownDepartment(slug);
      const { reach } = await visibility.of(user);
      if (!reach.work.open.includes(slug)) throw new NotAllowed();
      const people = await service.eligibleFor(slug);
      return { items: people.map(({ username, name }) => ({ username, name })) };
    },
  }),
];

const permissionsOf = ({ roles }: Staff): string[] =>
  (Object.keys(PERMISSIONS) as Permission[]).filter((permission) =>
    roles.some((role) =>
      (PERMISSIONS[permission as keyof typeof PERMISSIONS] as readonly string[]).includes(role),
    ),
  );
