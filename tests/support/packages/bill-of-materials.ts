import { execFileSync } from 'node:child_process';
import { ROOT } from '#stack/paths.ts';

const MOST_BYTES = 50_000_000;

/** Package in CycloneDX format. */
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

/** Returns the bill of materials of all installed packages, as written by npm: CycloneDX 1.5 in JSON.
 *  Packages that the server does not need, because they build the screens or run tests, have the property
 *  `cdx:npm:package:development`. */
export const writtenBill = (): string =>
  execFileSync('npm', ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: MOST_BYTES,
  });
