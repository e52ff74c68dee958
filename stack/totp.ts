import { codeNow } from './realm/demo-session.ts';
import { embeddedStack } from './running.ts';

/* `npm run totp`: prints the one-time code with which demo people sign in now, where the embedded stack
   runs. */
const secret = embeddedStack()?.totpSecret;
if (secret) {
  const { code, seconds } = codeNow(secret);
  console.log(`${code} (for ${seconds} s, once a person)`);
} else {
  console.error('No demo people are here: start Shahrah with npm start.');
  process.exitCode = 1;
}
