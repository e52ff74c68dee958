import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shahrahHome } from './paths.ts';
import { privateFolder } from './private-folder.ts';
import { launcherOf, runFolder } from './supervise.ts';

/** Addresses of the running system of this clone. */
export interface RunningStack {
  readonly databaseUrl: string;
  /** The same database as the owner of its schemas. */
  readonly databaseOwnerUrl: string;
  readonly keycloakUrl: string;
  readonly publicUrl: string;
  /** TOTP secret for the demo people's authenticator app; undefined where there are none. */
  readonly totpSecret: string | undefined;
}

const fileIn = (home: string): string => join(runFolder(home), 'addresses.json');

/** Writes the addresses for tools that run beside the launcher; returns the function that deletes them. */
export function announceRunning(home: string, addresses: RunningStack): () => void {
  privateFolder(runFolder(home));
  writeFileSync(fileIn(home), JSON.stringify(addresses), { mode: 0o600 });
  return () => rmSync(fileIn(home), { force: true });
}

/** Returns the addresses of the system that runs from this clone, for tools beside it; undefined when none
 *  runs. */
export function embeddedStack(env: NodeJS.ProcessEnv = process.env): RunningStack | undefined {
  const home = shahrahHome(env);
  if (!launcherOf(home)) return undefined;
  try {
    return JSON.parse(readFileSync(fileIn(home), 'utf8')) as RunningStack;
  } catch {
    return undefined;
  }
}
