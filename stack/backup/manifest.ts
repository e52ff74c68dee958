import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StackProblem } from '../stack-problem.ts';
import { type BackupFile, writeFile } from './copy.ts';

/** What a backup consists of, and where it can be restored. */
export interface Manifest {
  readonly format: typeof FORMAT;
  /** When it was finished. */
  readonly madeAt: string;
  /** Major version of PostgreSQL, and operating system and processor: another one cannot read the files. */
  readonly postgres: number;
  readonly platform: string;
  /** Folders, empty ones too, each after the one that holds it. */
  readonly folders: readonly string[];
  readonly files: readonly BackupFile[];
}

/** Where the files of PostgreSQL are in a backup. */
export const POSTGRES = 'postgres';

/** What else of a home a backup takes along, at the same place: passwords and keys, among them those of the database's roles, and
 *  the accounts. Keycloak keeps accounts in one file, and beside it the realm that it began with: a start with another realm puts
 *  the file aside. */
export const BESIDE_POSTGRES = [
  'secrets.json',
  join('keycloak', 'data', 'import', 'shahrah.json'),
  join('keycloak', 'data', 'h2', 'keycloakdb.mv.db'),
];

const FORMAT = 1;
const NAME = 'manifest.json';

/** This machine, in the words of a manifest. */
export const PLATFORM = `${process.platform}-${process.arch}`;

const sumOf = (manifest: unknown): string =>
  createHash('sha256').update(JSON.stringify(manifest)).digest('hex');

/** Completes a backup: a folder without this file is none. */
export async function writeManifest(
  folder: string,
  content: Omit<Manifest, 'format' | 'platform'>,
): Promise<void> {
  const manifest: Manifest = { format: FORMAT, platform: PLATFORM, ...content };
  await writeFile(join(folder, NAME), JSON.stringify({ manifest, sha256: sumOf(manifest) }, null, 1));
}

/** Reads what a backup consists of.
 *  @throws StackProblem when the folder holds no whole backup of a format that is known here */
export function readManifest(folder: string): Manifest {
  const { manifest, sha256 } = read(folder);
  if (manifest?.format !== undefined && manifest.format > FORMAT)
    throw new StackProblem(
      `${folder} was made by a newer version of Shahrah: restore it with that version, or a newer one.`,
    );
  if (!manifest || sha256 !== sumOf(manifest))
    throw new StackProblem(
      `${folder} holds no whole backup (${NAME} is missing or damaged): take another backup.`,
    );
  return manifest;
}

function read(folder: string): { manifest?: Manifest; sha256?: string } {
  try {
    return JSON.parse(readFileSync(join(folder, NAME), 'utf8')) as { manifest?: Manifest; sha256?: string };
  } catch {
    return {};
  }
}
