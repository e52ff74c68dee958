import { Unavailable } from './http.errors.ts';

const CHECK_INTERVAL_MS = 8_000;

/** Waits for a call as long as the database answers at all, so that no caller waits in vain. The call itself
 *  runs on and ends by itself.
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
