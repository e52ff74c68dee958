import { SESSION_S, signInFlow } from './sign-in-flow.ts';

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;

/** Lifetime of an idle session. */
const IDLE_S = 30 * MINUTE_S;

/** Maximum delay until a revoked role or a sign-out takes effect: the lifetime of a token. */
const TOKEN_S = MINUTE_S;

const KEPT_S = 90 * DAY_S;

/** Creates a required action: something that Keycloak may ask of people besides signing in. */
const action = (alias: string, name: string, config: Record<string, string> = {}) => ({
  alias,
  providerId: alias,
  name,
  enabled: true,
  defaultAction: false,
  config,
});

/** Protection of accounts and sessions; the same in every realm. */
export const protection = {
  ...signInFlow,
  accessTokenLifespan: TOKEN_S,
  accessTokenLifespanForImplicitFlow: TOKEN_S,
  ssoSessionIdleTimeout: IDLE_S,
  ssoSessionMaxLifespan: SESSION_S,
  offlineSessionIdleTimeout: IDLE_S,
  offlineSessionMaxLifespanEnabled: true,
  offlineSessionMaxLifespan: SESSION_S,
  revokeRefreshToken: true,
  refreshTokenMaxReuse: 0,

  eventsEnabled: true,
  eventsExpiration: KEPT_S,
  adminEventsEnabled: true,
  adminEventsDetailsEnabled: true,
  attributes: { adminEventsExpiration: String(KEPT_S) },

  bruteForceProtected: true,
  permanentLockout: false,
  failureFactor: 10,
  waitIncrementSeconds: 15,
  maxFailureWaitSeconds: MINUTE_S,
  minimumQuickLoginWaitSeconds: 15,
  maxDeltaTimeSeconds: HOUR_S,

  otpPolicyType: 'totp',
  otpPolicyAlgorithm: 'HmacSHA1',
  otpPolicyInitialCounter: 0,
  otpPolicyDigits: 6,
  otpPolicyPeriod: 30,
  otpPolicyLookAheadWindow: 1,
  otpPolicyCodeReusable: false,
  webAuthnPolicyPasswordlessRpEntityName: 'شهراه',
  webAuthnPolicyPasswordlessUserVerificationRequirement: 'required',
  webAuthnPolicyPasswordlessResidentKey: 'required',

  requiredActions: [
    action('VERIFY_EMAIL', 'Verify Email'),
    action('CONFIGURE_TOTP', 'Configure OTP', { 'add-recovery-codes': 'true' }),
    action('UPDATE_PASSWORD', 'Update Password'),
    action('UPDATE_EMAIL', 'Update Email', { verifyEmail: 'true' }),
    action('UPDATE_PROFILE', 'Update Profile'),
    action('VERIFY_PROFILE', 'Verify Profile'),
    action('webauthn-register-passwordless', 'Webauthn Register Passwordless'),
    action('CONFIGURE_RECOVERY_AUTHN_CODES', 'Recovery Authentication Codes'),
    action('delete_credential', 'Delete Credential'),
    action('update_user_locale', 'Update User Locale'),
  ].map((one, place) => ({ ...one, priority: (place + 1) * 10 })),
};
