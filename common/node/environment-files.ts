import { readFileSync } from 'node:fs';

/** A variable that cannot be taken from its file. */
export class VariableFileError extends Error {}

/** The environment, in which each of these variables may also be given as a file: NAME_FILE names it, such as a secret of Compose below
 *  `/run/secrets`. A line break at its end does not count.
 *  @throws VariableFileError when both are set, or the file cannot be read; it never holds what is in the file */
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

/** The address of a database with this password in it, whatever characters that has; as it is where there is none.
 *  @throws VariableFileError when the address is none, without telling it */
export function withPassword(url: string, password: string | undefined, name: string): string {
  if (!password) return url;
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (address) address.password = encodeURIComponent(password);
  if (!address?.password) throw new VariableFileError(`${name} is no address that takes a password`);
  return address.href;
}
