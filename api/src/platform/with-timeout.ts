/** Waits no longer than so many milliseconds.
 *  @returns undefined when it fails or comes too late */
export async function withTimeout<T>(answer: Promise<T>, withinMs: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, withinMs, undefined)));
  return Promise.race([answer.catch(() => undefined), late]).finally(() => clearTimeout(timer));
}
