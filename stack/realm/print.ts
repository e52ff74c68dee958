import { realmRepresentation } from './realm.ts';

/* Prints the realm for an installation of one's own: no demo people. The origin is where browsers reach the
   application. */
const origin = process.argv[2];
if (!origin) {
  console.error(
    'Say where browsers reach Shahrah: node --import tsx stack/realm/print.ts https://shahrah.example',
  );
  process.exit(1);
}
console.log(JSON.stringify(realmRepresentation({ origins: [new URL(origin).origin] }), null, 2));
