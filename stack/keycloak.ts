import type { Reporter } from './console.ts';
import type { EmbeddedOptions } from './embedded.ts';
import { KEYCLOAK } from './pins.ts';
import { ensureProgram } from './programs.ts';
import type { Child } from './supervise.ts';

/** The program, fetched where it is missing and built once for the options that cannot change later. */
export async function ensureKeycloak(java: string, reporter: Reporter): Promise<string> {
  return ensureProgram(KEYCLOAK, reporter);
}

export async function startKeycloak(program: string, java: string, options: EmbeddedOptions): Promise<Child> {
  throw new Error('x');
}
