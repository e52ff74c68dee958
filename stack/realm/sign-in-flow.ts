import { createHash } from 'node:crypto';
import { BY_SECOND_FACTOR, NEEDS_SECOND_FACTOR } from '#common/contract/second-factor.ts';

/** Maximum lifetime of a session, and therefore of a second factor, which is asked for when it starts. */
export const SESSION_S = 10 * 3600;

interface Step {
  readonly authenticator?: string;
  readonly flow?: string;
  readonly requirement: 'REQUIRED' | 'ALTERNATIVE' | 'CONDITIONAL';
  /** Name of a configuration below. */
  readonly config?: string;
}

/** Sign-in flows of staff. A passkey is a complete sign-in: something one has, unlocked by something one
 *  knows or is. The alternative is name and password; people who need a second factor are asked for it, and
 *  must set up a code app first if they have none. */
const FLOWS: Record<string, readonly Step[]> = {
  staff: [
    { authenticator: 'auth-cookie', requirement: 'ALTERNATIVE' },
    { flow: 'staff by password', requirement: 'ALTERNATIVE' },
    {
      authenticator: 'webauthn-authenticator-passwordless',
      requirement: 'ALTERNATIVE',
      config: 'passkey as a whole sign-in',
    },
  ],
  'staff by password': [
    { authenticator: 'auth-username-password-form', requirement: 'REQUIRED', config: 'password' },
    { flow: 'staff second factor', requirement: 'CONDITIONAL' },
  ],
  'staff second factor': [
    { authenticator: 'conditional-user-role', requirement: 'REQUIRED', config: 'needs a second factor' },
    {
      authenticator: 'webauthn-authenticator-passwordless',
      requirement: 'ALTERNATIVE',
      config: 'passkey after a password',
    },
    {
      authenticator: 'auth-recovery-authn-code-form',
      requirement: 'ALTERNATIVE',
      config: 'recovery code',
    },
    { flow: 'staff code', requirement: 'ALTERNATIVE' },
  ],
  // A flow of its own, because only a required step lets people set up what they lack.
  'staff code': [{ authenticator: 'auth-otp-form', requirement: 'REQUIRED', config: 'code of an app' }],
};

const used = (value: string) => ({
  'default.reference.value': value,
  'default.reference.maxAge': String(SESSION_S),
});

const CONFIGS: Record<string, Record<string, string>> = {
  password: used('pwd'),
  'passkey as a whole sign-in': used(BY_SECOND_FACTOR),
  'passkey after a password': used(BY_SECOND_FACTOR),
  'recovery code': used(BY_SECOND_FACTOR),
  'code of an app': used(BY_SECOND_FACTOR),
  'needs a second factor': { condUserRole: NEEDS_SECOND_FACTOR, negate: 'false' },
};

/** Flows are never changed in place: another content has another name, which replaces the previous one. */
const VERSION = createHash('sha256')
  .update(JSON.stringify([FLOWS, CONFIGS]))
  .digest('hex')
  .slice(0, 8);
const named = (alias: string): string => `${alias} ${VERSION}`;

/** One step of a flow, in the format of Keycloak's import. */
export interface Execution {
  readonly authenticator?: string;
  readonly flowAlias?: string;
  readonly authenticatorFlow: boolean;
  readonly authenticatorConfig?: string;
  readonly requirement: string;
  readonly priority: number;
}

const executionOf = ({ authenticator, flow, requirement, config }: Step, priority: number): Execution => ({
  ...(authenticator ? { authenticator } : {}),
  ...(flow ? { flowAlias: named(flow) } : {}),
  ...(config ? { authenticatorConfig: config } : {}),
  authenticatorFlow: flow !== undefined,
  requirement,
  priority,
});

/** The flows as Keycloak imports them; the first is the browser flow. */
export const signInFlow = {
  browserFlow: named('staff'),
  authenticationFlows: Object.entries(FLOWS).map(([alias, steps], index) => ({
    alias: named(alias),
    providerId: 'basic-flow',
    topLevel: index === 0,
    builtIn: false,
    authenticationExecutions: steps.map(executionOf),
  })),
  authenticatorConfig: Object.entries(CONFIGS).map(([alias, config]) => ({ alias, config })),
};
