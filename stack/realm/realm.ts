import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { NEEDS_SECOND_FACTOR } from '#common/contract/second-factor.ts';
import { protection } from './protection.ts';

/** The realm that the api and the UIs expect. */
export const REALM = 'shahrah';

/** Name of our sign-in theme in Keycloak. */
export const THEME = 'shahrah';

/** Password of every demo person; they exist in the embedded stack only. */
export const DEMO_PASSWORD = 'shahrah';

const ROLES = ['caseworker', 'supervisor', 'agent', 'analyst', 'manager', 'admin'] as const;

/** Roles for which a password alone is not enough. */
const GUARDED_ROLES: readonly string[] = ['supervisor', 'admin'];

/** A made-up member of staff of the embedded stack. */
export interface DemoPerson {
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly title: { readonly fa: string; readonly en: string };
  readonly roles: readonly (typeof ROLES)[number][];
  /** Slugs of departments. */
  readonly departments: readonly string[];
}

interface Department {
  readonly slug: string;
  readonly parent: string | null;
  readonly name: { readonly fa: string; readonly en: string };
}

interface Group {
  readonly name: string;
  readonly attributes: Record<string, string[]>;
  readonly realmRoles: string[];
  readonly subGroups: Group[];
}

interface Service {
  readonly department: string;
  readonly confidential: boolean;
}

const readData = <T>(path: string): T =>
  JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as T;

/** Returns people for each role, and for each department in which the processes create work. */
export const demoPeople = (): DemoPerson[] => readData('demo-people.json');

const departments = (): Department[] => readData('../../migrations/data/departments.json');

/** Returns departments with confidential cases: for these, too, a password alone is not enough. */
const guardedDepartments = (): Set<string> =>
  new Set(
    readData<Service[]>('../../migrations/data/services.json')
      .filter(({ confidential }) => confidential)
      .map(({ department }) => department),
  );

/** Returns true when a demo person is asked for a code besides the password. */
export const needsSecondFactor = ({ roles, departments }: DemoPerson): boolean =>
  roles.some((role) => GUARDED_ROLES.includes(role)) ||
  departments.some((slug) => guardedDepartments().has(slug));

/** Settings of a realm with the demo people. */
export interface Demo {
  /** TOTP secret of all demo people, in base 32. */
  readonly totpSecret: string;
  /** Port on which the embedded mail server accepts mail from Keycloak. */
  readonly mailPort: number;
}

/** Options for creating a realm. */
export interface RealmOptions {
  /** Origins from which browsers use the application, such as `https://shahrah.example`; the sign-in pages
   *  link back to the first one. */
  readonly origins: readonly string[];
  /** Adds the demo people. */
  readonly demo?: Demo;
}

/** Returns the realm as Keycloak imports it: departments are groups (the group's name is the slug), staff
 *  roles are realm roles. */
export function realmRepresentation({ origins, demo }: RealmOptions): Record<string, unknown> {
  const tree = departments();
  return {
    realm: REALM,
    enabled: true,
    displayName: 'شهراه',
    sslRequired: demo ? 'none' : 'external',
    internationalizationEnabled: true,
    supportedLocales: ['fa', 'en'],
    defaultLocale: 'fa',
    loginTheme: THEME,
    registrationAllowed: false,
    resetPasswordAllowed: !demo,
    rememberMe: false,
    ...protection,
    ...(demo ? {} : { passwordPolicy: 'length(12) and notUsername and passwordHistory(3)' }),
    ...(demo ? { smtpServer: mailAt(demo.mailPort) } : {}),
    roles: { realm: [...ROLES.map(roleOf), { name: NEEDS_SECOND_FACTOR }] },
    groups: groupsBelow(null, tree),
    clients: [apiClient, uiClient(origins), adminCli],
    users: demo ? demoPeople().map((person) => userOf(person, tree, demo.totpSecret)) : [],
  };
}

const mailAt = (port: number) => ({
  host: '127.0.0.1',
  port: String(port),
  from: 'no-reply@shahrah.example',
  fromDisplayName: 'شهراه',
});

const roleOf = (name: string) =>
  GUARDED_ROLES.includes(name)
    ? { name, composite: true, composites: { realm: [NEEDS_SECOND_FACTOR] } }
    : { name };

const groupsBelow = (parent: string | null, tree: readonly Department[]): Group[] =>
  tree
    .filter((department) => department.parent === parent)
    .map(({ slug, name }) => ({
      name: slug,
      attributes: { 'name.fa': [name.fa], 'name.en': [name.en] },
      realmRoles: guardedDepartments().has(slug) ? [NEEDS_SECOND_FACTOR] : [],
      subGroups: groupsBelow(slug, tree),
    }));

function pathOf(slug: string, tree: readonly Department[]): string {
  const department = tree.find((one) => one.slug === slug);
  if (!department) throw new Error(`A demo person belongs to ${slug}, which is no department.`);
  return `${department.parent === null ? '' : pathOf(department.parent, tree)}/${slug}`;
}

const userOf = (person: DemoPerson, tree: readonly Department[], totpSecret: string) => ({
  id: stableId(person.username),
  username: person.username,
  enabled: true,
  firstName: person.firstName,
  lastName: person.lastName,
  email: `${person.username}@shahrah.example`,
  emailVerified: true,
  attributes: { locale: ['fa'] },
  credentials: [
    { type: 'password', value: DEMO_PASSWORD, temporary: false },
    ...(needsSecondFactor(person) ? [totpCredential(totpSecret)] : []),
  ],
  realmRoles: person.roles,
  clientRoles: { account: ['manage-account', 'view-profile'] },
  groups: person.departments.map((slug) => pathOf(slug, tree)),
});

/** Returns the credential of a code app with this secret, in base 32. */
export const totpCredential = (secret: string) => ({
  type: 'otp',
  secretData: JSON.stringify({ value: secret }),
  credentialData: JSON.stringify({
    subType: 'totp',
    algorithm: 'HmacSHA1',
    digits: 6,
    period: 30,
    counter: 0,
    secretEncoding: 'BASE32',
  }),
});

/** Derives the same id in every copy of the realm, so that a recreated realm still fits the data. */
function stableId(username: string): string {
  const hex = createHash('sha256').update(`shahrah demo ${username}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const mapper = (name: string, protocolMapper: string, config: Record<string, string>) => ({
  name,
  protocol: 'openid-connect',
  protocolMapper,
  config: {
    'access.token.claim': 'true',
    'id.token.claim': 'false',
    'userinfo.token.claim': 'false',
    ...config,
  },
});

/** Claims of the token besides the standard ones: `roles`, `groups` (slugs) and the audience. */
const TOKEN_MAPPERS = [
  mapper('roles', 'oidc-usermodel-realm-role-mapper', {
    'claim.name': 'roles',
    'jsonType.label': 'String',
    multivalued: 'true',
    'id.token.claim': 'true',
  }),
  mapper('groups', 'oidc-group-membership-mapper', {
    'claim.name': 'groups',
    'full.path': 'false',
    'id.token.claim': 'true',
  }),
  mapper('audience', 'oidc-audience-mapper', { 'included.client.audience': 'shahrah-api' }),
  mapper('how they signed in', 'oidc-amr-mapper', {}),
];

const apiClient = { clientId: 'shahrah-api', name: 'Shahrah API', enabled: true, bearerOnly: true };

const uiClient = (origins: readonly string[]) => ({
  clientId: 'shahrah-ui',
  name: 'Shahrah',
  enabled: true,
  publicClient: true,
  standardFlowEnabled: true,
  directAccessGrantsEnabled: false,
  baseUrl: `${origins[0]}/`,
  redirectUris: origins.map((origin) => `${origin}/*`),
  webOrigins: origins,
  defaultClientScopes: ['basic', 'profile', 'email', 'web-origins'],
  optionalClientScopes: [],
  attributes: { 'pkce.code.challenge.method': 'S256', 'post.logout.redirect.uris': '+' },
  protocolMappers: TOKEN_MAPPERS,
});

/** Keycloak creates this client by itself, with password grants enabled; so it is created here, disabled. */
const adminCli = {
  clientId: 'admin-cli',
  enabled: false,
  publicClient: true,
  standardFlowEnabled: false,
  directAccessGrantsEnabled: false,
};
