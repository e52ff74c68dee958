import { DEMO_PASSWORD, demoPeople, needsSecondFactor } from './realm/realm.ts';
import { logFolder } from './supervise.ts';

/** The started system. */
export interface Started {
  readonly home: string;
  readonly publicUrl: string;
  /** Address of an external Zeebe; undefined when the embedded engine runs. */
  readonly zeebeAddress: string | undefined;
  readonly keycloakUrl: string;
  /** Folder in which the embedded mail server stores messages instead of sending them. */
  readonly mailFolder: string | undefined;
  /** TOTP secret for the demo people's authenticator app, in base 32; undefined where there are none. */
  readonly totpSecret: string | undefined;
  readonly tookMs: number;
}

/** Returns the lines that `npm start` prints when everything is ready. */
export function announcement(started: Started): string[] {
  const { home, publicUrl, zeebeAddress, keycloakUrl, mailFolder, totpSecret, tookMs } = started;
  const places = [
    ['Citizens', `${publicUrl}/`],
    ['Staff', `${publicUrl}/desk`],
    ['Analysts', `${publicUrl}/modeler/`],
    ['API documentation', `${publicUrl}/api/docs`],
    ['Engine', zeebeAddress ? `Zeebe at ${zeebeAddress}` : 'embedded'],
    ['Sign-in (Keycloak)', keycloakUrl],
    ...(mailFolder ? [['Messages sent', mailFolder] as const] : []),
    ['Logs', logFolder(home)],
  ] as const;
  return [
    `\nShahrah is ready (${(tookMs / 1000).toFixed(0)} s).\n`,
    ...columns(places),
    ...(totpSecret ? demoAccounts(totpSecret) : []),
    '\nCtrl-C stops everything; the data stays.',
  ];
}

const demoAccounts = (totpSecret: string): string[] => [
  `\nDemo accounts, all with the password ${DEMO_PASSWORD}; those with a star are also asked for a one-time code:`,
  ...columns(
    demoPeople().map((person) => [
      `${person.username}${needsSecondFactor(person) ? ' *' : ''}`,
      person.title.en,
    ]),
  ),
  '\nThe one-time code of this moment: npm run totp. Or set up an authenticator app (time-based, 6 digits, 30 s) with the key',
  `  ${totpSecret}`,
];

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([first]) => first.length)) + 2;
  return rows.map(([first, second]) => `  ${first.padEnd(width)}${second}`);
}
