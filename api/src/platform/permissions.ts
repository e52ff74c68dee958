import type { Role } from '#common/contract/index.ts';

/** Roles of each permission. Deny by default: a route cannot name a permission that is not listed. */
export const PERMISSIONS = {
  'request:read': ['caseworker', 'supervisor', 'agent', 'manager', 'admin'],
  'request:file-on-behalf': ['agent', 'supervisor', 'admin'],
  'request:record-reply': ['caseworker', 'supervisor'],
  'task:read': ['caseworker', 'supervisor', 'agent', 'manager', 'admin'],
  'task:work': ['caseworker', 'supervisor', 'agent'],
  'task:assign': ['supervisor'],
  'process:read': ['analyst', 'admin'],
  'process:draft': ['analyst', 'admin'],
  'process:review': ['analyst', 'admin'],
  'process:deploy': ['admin'],
  'instance:read': ['analyst', 'admin'],
  'instance:operate': ['admin'],
  'engine:operate': ['admin'],
  'audit:read': ['admin'],
  'absence:manage': ['supervisor', 'admin'],
  'head:manage': ['admin'],
  'escalation:operate': ['admin'],
  'calendar:manage': ['admin'],
  'alert:read': ['caseworker', 'supervisor', 'agent', 'manager', 'admin'],
  'alert:draft': ['caseworker', 'supervisor', 'agent'],
} as const satisfies Record<string, readonly Role[]>;

/** Permissions whose routes bypass the row-level security of the database (docs/adr/0020). Their routes show
 *  figures and engine internals of all cases and hide confidential ones themselves: a missing row would be
 *  taken for a missing case. */
export const READS_PAST: readonly Permission[] = [
  'instance:read',
  'process:read',
  'process:draft',
  'engine:operate',
];

/** `public` needs no sign-in; `public-or-staff` accepts a token where there is one and refuses a bad one;
 *  `signed-in` accepts anybody with an account, whatever the roles. */
export type Permission = keyof typeof PERMISSIONS | 'public' | 'public-or-staff' | 'signed-in';
