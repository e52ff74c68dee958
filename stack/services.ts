import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Wanted } from './embedded.ts';
import { giveUpOnCrash, launch } from './launch.ts';
import { shahrahHome } from './paths.ts';
import { reporterOn } from './reporter.ts';
import { startTestServices } from './test-services.ts';

const home = join(shahrahHome(), 'test');
const envFile = join(home, 'env');
const reporter = reporterOn(process.stdout);
const asked = process.argv.slice(2);
const wants = (name: keyof Wanted): boolean => asked.length === 0 || asked.includes(name);

/* `services [postgres] [engine] [keycloak]`: runs the services for the tests until Ctrl-C; the addresses are
   in a file. */
await launch({
  home,
  reporter,
  async start(control) {
    const wanted = { postgres: wants('postgres'), engine: wants('engine'), keycloak: wants('keycloak') };
    const services = await startTestServices({ home, reporter, wanted, onCrash: giveUpOnCrash(control) });
    await services.keycloakReady;
    writeFileSync(
      envFile,
      Object.entries(services.env)
        .map(([name, value]) => `export ${name}='${value}'\n`)
        .join(''),
      { mode: 0o600 },
    );
    reporter.say(`The services run until Ctrl-C. For a single test file:  . ${envFile} && npx mocha FILE`);
    return {
      async stop() {
        rmSync(envFile, { force: true });
        await services.stop();
      },
    };
  },
});
