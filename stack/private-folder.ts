import { chmodSync, mkdirSync } from 'node:fs';

/** Creates a folder that only its owner can enter, or restricts an existing one. Its parents stay as they
 *  are: PostgreSQL started by root passes through them with an account of its own. */
export function privateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
}
