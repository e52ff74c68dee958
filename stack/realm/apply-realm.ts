import { REALM, realmRepresentation } from './realm.ts';
import type { Execution } from './sign-in-flow.ts';

/** Address of the realm, and a client of the realm `master` whose service account may manage the realm, its
 *  clients and its users. */
export interface ApplyOptions {
  readonly keycloakUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Origin at which browsers reach the application. */
  readonly origin: string;
  readonly realm?: string;
}

type Named = { id: string; name: string };
type Group = { name: string; realmRoles: string[]; attributes: object; subGroups: Group[] };
type Client = { clientId: string; protocolMappers?: { name: string }[]; optionalClientScopes?: string[] };
type Flow = { alias: string; topLevel: boolean; authenticationExecutions: Execution[] };
type Wanted = {
  roles: { realm: { name: string; composites?: { realm: string[] } }[] };
  groups: Group[];
  clients: Client[];
  authenticationFlows: Flow[];
  authenticatorConfig: { alias: string; config: object }[];
  requiredActions: { alias: string; providerId: string; name: string }[];
  browserFlow: string;
  attributes: object;
  users: unknown;
};

const NOT_FOUND = 404;

/** Updates a realm of an earlier version to what an import creates today, and keeps its people, its keys and
 *  anything it has beyond that. Safe to repeat, even after an interrupted run: the new flow is activated once
 *  it is complete. */
export async function applyRealm(options: ApplyOptions): Promise<void> {
  const { keycloakUrl, realm = REALM, origin } = options;
  const {
    roles,
    groups,
    clients,
    authenticationFlows,
    authenticatorConfig,
    requiredActions,
    users: _,
    ...settings
  } = { ...(realmRepresentation({ origins: [origin] }) as unknown as Wanted), realm };
  const token = await tokenOf(options);

  async function ask(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await fetch(`${keycloakUrl}/admin/realms/${realm}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.ok || response.status === NOT_FOUND) return response;
    throw new Error(`${method} ${path} was answered with ${response.status}: ${await response.text()}`);
  }
  const find = async <T>(path: string): Promise<T | undefined> => {
    const response = await ask('GET', path);
    return response.ok ? ((await response.json()) as T) : undefined;
  };
  const must = async <T>(path: string): Promise<T> => {
    const found = await find<T>(path);
    if (found === undefined) throw new Error(`There is no ${path} in the realm ${realm}.`);
    return found;
  };

  for (const { name } of roles.realm)
    if (!(await find(`/roles/${name}`))) await ask('POST', '/roles', { name });
  for (const { name, composites } of roles.realm)
    for (const part of composites?.realm ?? [])
      await ask('POST', `/roles/${name}/composites`, [await must(`/roles/${part}`)]);
  for (const group of groups) await applyGroup(group, '', '/groups');
  for (const client of clients) await applyClient(client);
  for (const action of requiredActions) await applyAction(action);
  for (const action of await must<{ alias: string; enabled: boolean }[]>('/authentication/required-actions'))
    if (action.enabled && !requiredActions.some(({ alias }) => alias === action.alias))
      await ask('PUT', `/authentication/required-actions/${action.alias}`, { ...action, enabled: false });
  const { browserFlow: before, attributes } = await must<{ browserFlow: string; attributes: object }>('');
  if (before !== settings.browserFlow) await makeFlows();
  await ask('PUT', '', { ...settings, attributes: { ...attributes, ...settings.attributes } });
  for (const { id, alias, builtIn } of await must<{ id: string; alias: string; builtIn: boolean }[]>(
    '/authentication/flows',
  ))
    if (!builtIn && alias.startsWith('staff ') && alias !== settings.browserFlow)
      await ask('DELETE', `/authentication/flows/${id}`);

  async function applyGroup(
    { name, attributes, realmRoles, subGroups }: Group,
    above: string,
    place: string,
  ) {
    const path = `${above}/${name}`;
    const found = `/group-by-path${path}`;
    if (!(await find(found))) await ask('POST', place, { name, attributes });
    const { id } = await must<Named>(found);
    for (const role of realmRoles)
      await ask('POST', `/groups/${id}/role-mappings/realm`, [await must(`/roles/${role}`)]);
    for (const group of subGroups) await applyGroup(group, path, `/groups/${id}/children`);
  }

  async function applyClient(client: Client): Promise<void> {
    const { clientId, protocolMappers = [], optionalClientScopes } = client;
    const [known] = await must<(Client & Named)[]>(`/clients?clientId=${clientId}`);
    if (!known) return void (await ask('POST', '/clients', client));
    await ask('PUT', `/clients/${known.id}`, { ...known, ...client, protocolMappers: known.protocolMappers });
    for (const mapper of protocolMappers)
      if (!known.protocolMappers?.some(({ name }) => name === mapper.name))
        await ask('POST', `/clients/${known.id}/protocol-mappers/models`, mapper);
    if (optionalClientScopes)
      for (const { id } of await must<Named[]>(`/clients/${known.id}/optional-client-scopes`))
        await ask('DELETE', `/clients/${known.id}/optional-client-scopes/${id}`);
  }

  async function applyAction(action: Wanted['requiredActions'][number]): Promise<void> {
    const path = `/authentication/required-actions/${action.alias}`;
    if (!(await find(path)))
      await ask('POST', '/authentication/register-required-action', {
        providerId: action.providerId,
        name: action.name,
      });
    await ask('PUT', path, action);
  }

  async function makeFlows(): Promise<void> {
    const flows = new Map(authenticationFlows.map((flow) => [flow.alias, flow]));
    const known = await must<{ id: string; alias: string }[]>('/authentication/flows');
    for (const { id, alias } of known)
      if (flows.has(alias)) await ask('DELETE', `/authentication/flows/${id}`);
    for (const { alias, topLevel, authenticationExecutions } of authenticationFlows) {
      if (topLevel)
        await ask('POST', '/authentication/flows', {
          alias,
          topLevel,
          providerId: 'basic-flow',
          builtIn: false,
        });
      for (const execution of authenticationExecutions) await addStep(alias, execution);
    }
  }

  async function addStep(flow: string, step: Execution): Promise<void> {
    const place = `/authentication/flows/${encodeURIComponent(flow)}/executions`;
    const made = step.flowAlias
      ? await ask('POST', `${place}/flow`, {
          alias: step.flowAlias,
          type: 'basic-flow',
          provider: 'basic-flow',
        })
      : await ask('POST', `${place}/execution`, { provider: step.authenticator });
    const executions = await must<{ id: string; flowId?: string; level: number }[]>(place);
    const id = made.headers.get('location')?.split('/').at(-1);
    const execution = executions.find((one) => one.id === id || one.flowId === id);
    await ask('PUT', place, { ...execution, requirement: step.requirement, priority: step.priority });
    const config = authenticatorConfig.find(({ alias }) => alias === step.authenticatorConfig);
    if (config) await ask('POST', `/authentication/executions/${execution?.id}/config`, config);
  }
}

async function tokenOf({ keycloakUrl, clientId, clientSecret }: ApplyOptions): Promise<string> {
  const response = await fetch(`${keycloakUrl}/realms/master/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    }),
  });
  if (!response.ok) throw new Error(`Keycloak does not let ${clientId} in: ${await response.text()}`);
  return ((await response.json()) as { access_token: string }).access_token;
}
