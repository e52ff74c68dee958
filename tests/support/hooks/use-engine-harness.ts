import type { Environment } from '#api/config.ts';
import { type EngineHarness, openEngineHarness } from '../harness/engine-harness.ts';
import { useFixture } from './use-fixture.ts';

/** Runs the whole API on the engine of the test services for the tests of this suite. Usable in hooks and
 *  tests.
 *  @param config API variables that differ from the defaults, read once earlier hooks have run */
export const useEngineHarness = (config: () => Partial<Environment> = () => ({})): EngineHarness =>
  useFixture(
    () => openEngineHarness(config()),
    (harness) => harness.close(),
  );
