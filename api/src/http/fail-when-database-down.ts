import { Unavailable } from './http.errors.ts';

const CHECK_INTERVAL_MS = 8_000;

/** Waits for the answer to a call as long as the database answers anything at all; without that, nobody waits for it in vain. What is
 *  under way ends by itself, sooner or later.
 *  @throws Unavailable */
export const failWhenDatabaseDown = <T>(
  work: Promise<T>,
  databaseAnswers: () => Promise<boolean>,
): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setInterval(() => {
      void databaseAnswers().then((answers) => {
        if (!answers) reject(new Unavailable());
      });
    }, CHECK_INTERVAL_MS);
    work.then(resolve, reject).finally(() => clearInterval(timer));
  });
