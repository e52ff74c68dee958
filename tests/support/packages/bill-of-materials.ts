import { execFileSync } from 'node:child_process';
import { ROOT } from '#stack/paths.ts';

const MOST_BYTES = 50_000_000;

/** A package as CycloneDX tells it. */
export interface Component {
  readonly name: string;
  readonly version: string;
  readonly licenses?: readonly {
    readonly license?: { readonly id?: string };
    readonly expression?: string;
  }[];
}

export interface BillOfMaterials {
  readonly components: readonly Component[];
}

/** The bill of materials of all installed packages, as npm writes it: CycloneDX 1.5 in JSON. Those that the server does not need, which
 *  build the screens or test, have the property `cdx:npm:package:development`. */
export const writtenBill = (): string =>
  execFileSync('npm', ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: MOST_BYTES,
  });
