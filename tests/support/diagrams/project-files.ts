import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Form } from '#common/contract/index.ts';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

export type Department = {
  slug: string;
  parent: string | null;
  kind: string;
  name: { fa: string; en: string };
};
export type Province = { code: string; iso: string; name: { fa: string; en: string } };
export type ServiceEntry = {
  key: string;
  name: { fa: string; en: string };
  process: string;
  intakeForm: string;
  department: string;
};

/** Returns the files below a folder with a given suffix, as paths from the project root. */
export const filesBelow = (folder: string, ending: string): string[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();

export const readText = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const readData = <T>(file: string): T => JSON.parse(readText(`migrations/data/${file}.json`)) as T;

export const departments = readData<Department[]>('departments');
export const provinces = readData<Province[]>('provinces');
export const services = readData<ServiceEntry[]>('services');
export const departmentSlugs = new Set(departments.map((department) => department.slug));

/** Forms by key: the path below forms/ without the extension. */
export const forms = new Map(
  filesBelow('forms', '.json').map((file) => [
    file.replace(/^forms\//, '').replace(/\.json$/, ''),
    JSON.parse(readText(file)) as Form,
  ]),
);

/** Returns the job types that the API's workers handle. */
export const workerTypes = (): string[] =>
  filesBelow('api/src/workers', '.worker.ts').flatMap((file) =>
    [...readText(file).matchAll(/\btype: '([^']+)'/g)].map(([, type = '']) => type),
  );
