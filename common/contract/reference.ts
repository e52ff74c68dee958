import { type Static, Type } from '@sinclair/typebox';
import { Closed, Locale, Nullable, OneOf, Role, Slug, Text } from './common.ts';

export const DEPARTMENT_KINDS = ['ministry', 'organisation', 'province-office', 'unit'] as const;

export const Department = Closed({
  slug: Slug,
  parent: Nullable(Slug),
  kind: OneOf(DEPARTMENT_KINDS),
  name: Text,
});
export type Department = Static<typeof Department>;

export const Province = Closed({ code: Slug, iso: Type.String(), name: Text });
export type Province = Static<typeof Province>;

/** Configuration that a UI needs before anybody has signed in. */
export const UiConfig = Closed({
  keycloak: Closed({ url: Type.String(), realm: Type.String(), clientId: Type.String() }),
  locales: Type.Array(Locale),
  defaultLocale: Locale,
});
export type UiConfig = Static<typeof UiConfig>;

/** The signed-in person as the server sees them; UIs show what `permissions` allows. */
export const Me = Closed({
  username: Type.String(),
  name: Type.String(),
  roles: Type.Array(Role),
  departments: Type.Array(Department),
  permissions: Type.Array(Type.String()),
  queues: Type.Array(Slug, { description: 'The queues whose tasks this person may work on' }),
});
export type Me = Static<typeof Me>;

export const StaffMember = Closed({ username: Type.String(), name: Type.String() });
export type StaffMember = Static<typeof StaffMember>;
