import { DEMO_PASSWORD, demoPeople } from './realm/realm.ts';
import { logFolder } from './supervise.ts';

/** What has been started. */
export interface Started {
  readonly home: string;
  readonly publicUrl: string;
  /** Where a Zeebe of somebody's own is; undefined when the embedded engine runs. */
  readonly zeebeAddress: string | undefined;
  readonly keycloakUrl: string;
  /** Where the embedded mail server keeps what it is to send. */
  readonly mailFolder: string | undefined;
  /** Whether the realm with the demo people is there. */
  readonly demo: boolean;
  readonly tookMs: number;
}

/** What `npm start` prints when all is ready, line by line. */
export function announcement(started: Started): string[] {
  const { home, publicUrl, zeebeAddress, keycloakUrl, mailFolder, demo, tookMs } = started;
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
    ...(demo ? [`\nDemo accounts, all with the password ${DEMO_PASSWORD}:`, ...columns(demoAccounts())] : []),
    '\nCtrl-C stops everything; the data stays.',
  ];
}

const demoAccounts = () => demoPeople().map(({ username, title }) => [username, title.en] as const);

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([first]) => first.length)) + 2;
  return rows.map(([first, second]) => `  ${first.padEnd(width)}${second}`);
}
