import { join } from 'node:path';
import { startEmbedded } from '#stack/embedded.ts';
import { launch } from '#stack/launch.ts';
import { shahrahHome } from '#stack/paths.ts';
import { freePorts } from '#stack/ports.ts';
import { reporterOn } from '#stack/reporter.ts';
import { restartingService } from '#stack/restarting-service.ts';
import { secretsOf } from '#stack/secrets.ts';

const home = join(shahrahHome(), 'test');
const reporter = reporterOn(process.stdout);
const patience = { firstPauseMs: 50, longestPauseMs: 200, recoveredAfterMs: 60_000, failedStarts: 3 };

/* Launches PostgreSQL like `npm start`, but with shorter timeouts. */
await launch({
  home,
  reporter,
  async start(control) {
    const embedded = await startEmbedded(
      {
        home,
        ports: await freePorts(process.env),
        secrets: secretsOf(home),
        wanted: { postgres: true, engine: false, keycloak: false },
        origins: [],
        serve: (component) => restartingService(component, { ...control, home, reporter, patience }),
        forTests: true,
        partitions: 1,
        engineDatabaseUrl: '',
        setUpDatabase: async () => {},
      },
      reporter,
    );
    reporter.say('It runs until Ctrl-C.');
    return embedded;
  },
});
