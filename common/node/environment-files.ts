import { readFileSync } from 'node:fs';

/** A variable that cannot be read from its file. */
export class VariableFileError extends Error {}

/** Returns the environment with these variables read from files where NAME_FILE is set, such as a Compose
 *  secret below `/run/secrets`. A line break at the end is ignored.
 *  @throws VariableFileError when both are set, or the file cannot be read; it never contains the file's
 *  content */
export function withVariableFiles(env: NodeJS.ProcessEnv, names: readonly string[]): NodeJS.ProcessEnv {
  const values = { ...env };
  for (const name of names) {
    const file = env[`${name}_FILE`];
    if (!file) continue;
    if (env[name]) throw new VariableFileError(`${name} and ${name}_FILE are both set: leave one out`);
    values[name] = contentOf(file, name);
  }
  return values;
}

function contentOf(file: string, name: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw new VariableFileError(
      `${name}_FILE names ${file}, which cannot be read (${(error as NodeJS.ErrnoException).code})`,
    );
  }
}

/** Puts a password into a database URL, whatever characters it has; without a password, the URL stays as it
 *  is.
 *  @throws VariableFileError when the URL is invalid, without disclosing it */
export function withPassword(url: string, password: string | undefined, name: string): string {
  if (!password) return url;
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (address) address.password = encodeURIComponent(password);
  if (!address?.password) throw new VariableFileError(`${name} is no address that takes a password`);
  return address.href;
}
