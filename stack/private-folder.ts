import { chmodSync, mkdirSync } from 'node:fs';

/** Makes a folder that only its owner enters, or closes one that is there. Those above it stay as they are: PostgreSQL that root starts
 *  goes through them with an account of its own. */
export function privateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
}
