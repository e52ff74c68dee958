import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { landRegister, type LandRegisterSettings } from './land-register.ts';
import { type RegistersService, registersService } from './registers.service.ts';

export { landRegister } from './land-register.ts';
export { registersService, type Finding, type RegistersService } from './registers.service.ts';

type Deps = { db: Db; clock: Clock; land: LandRegisterSettings };

/** Registers of other bodies against which requests are checked. */
export const registersModule = ({ db, clock, land }: Deps): { service: RegistersService } => ({
  service: registersService({ db, clock, land: landRegister(land) }),
});
