import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StackProblem } from '../stack-problem.ts';
import { type BackupFile, writeFile } from './copy.ts';

/** Contents of a backup, and the kind of machine that can restore it. */
export interface Manifest {
  readonly format: typeof FORMAT;
  /** When it was completed. */
  readonly madeAt: string;
  /** Major version of PostgreSQL, and operating system and processor: others cannot read the files. */
  readonly postgres: number;
  readonly platform: string;
  /** Folders, including empty ones, each after its parent. */
  readonly folders: readonly string[];
  readonly files: readonly BackupFile[];
}

/** Folder of PostgreSQL's files in a backup. */
export const POSTGRES = 'postgres';

/** Other files of a home that a backup includes, at the same paths: passwords and keys, among them those of
 *  the database roles, and the accounts. Keycloak keeps accounts in one file, and beside it the realm it
 *  started with: a start with another realm moves the file aside. */
export const BESIDE_POSTGRES = [
  'secrets.json',
  join('keycloak', 'data', 'import', 'shahrah.json'),
  join('keycloak', 'data', 'h2', 'keycloakdb.mv.db'),
];

const FORMAT = 1;
const NAME = 'manifest.json';

/** This machine, as a manifest names it. */
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

/** Reads the manifest of a backup.
 *  @throws StackProblem when the folder holds no complete backup of a known format */
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
