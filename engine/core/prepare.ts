import { createHash } from 'node:crypto';
import { type Decision, parseDecisions } from '#common/process-files/model/decision.ts';
import { parseDiagram } from '#common/process-files/model/diagram.ts';
import { compile } from './compile.ts';
import type { Model } from './model.ts';
import { Rejection } from './rejection.ts';
import { isStorable, NOT_STORABLE } from './storable-text.ts';

/** A file to deploy; `content` is base64. A file deployed before (`again`) is read without the checks, so
 *  that what an earlier version accepted keeps running. */
export type Resource = { name: string; content: string; again?: boolean };

export type PreparedProcess = {
  kind: 'process';
  name: string;
  checksum: string;
  content: string;
  processId: string;
  model: Model;
};
export type PreparedDecisions = {
  kind: 'decisions';
  name: string;
  checksum: string;
  content: string;
  requirementsId: string;
  tables: Decision[];
};
export type Prepared = PreparedProcess | PreparedDecisions;

/** Parses a resource in advance: that takes time, so that deploying it takes none.
 *  @throws Rejection that names the error */
export async function prepare({ name, content, again = false }: Resource): Promise<Prepared> {
  const bytes = Buffer.from(content, 'base64');
  const checksum = createHash('md5').update(bytes).digest('base64');
  try {
    const xml = bytes.toString();
    if (!isStorableXml(xml)) throw new Error(NOT_STORABLE);
    if (name.endsWith('.bpmn')) {
      const model = compile(await parseDiagram(name, xml), { checked: !again });
      return { kind: 'process', name, checksum, content, processId: model.process.id, model };
    }
    if (name.endsWith('.dmn')) {
      const tables = await parseDecisions(name, xml);
      const unknown = tables.find(({ hitPolicy }) => !['FIRST', 'UNIQUE', 'COLLECT'].includes(hitPolicy));
      if (unknown)
        throw new Error(`${unknown.id}: this engine does not know the hit policy ${unknown.hitPolicy}`);
      return { kind: 'decisions', name, checksum, content, requirementsId: tables[0]?.drgId ?? name, tables };
    }
  } catch (error) {
    if (error instanceof Rejection) throw error;
    throw new Rejection(
      'INVALID_ARGUMENT',
      `Expected to deploy new resources, but encountered the following errors:\n'${name}': ${(error as Error).message}`,
    );
  }
  throw new Rejection(
    'INVALID_ARGUMENT',
    `Expected to deploy new resources, but '${name}' is no diagram and no table`,
  );
}

/** Checks an XML text for unstorable characters. They may also occur as character references, of which the
 *  parser takes the last 16 bits. */
function isStorableXml(xml: string): boolean {
  if (!isStorable(xml)) return false;
  for (const [, hex, decimal] of xml.matchAll(/&#(?:x([0-9a-f]+)|([0-9]+));/gi))
    if (!isStorable(String.fromCharCode(hex ? parseInt(hex, 16) : Number(decimal)))) return false;
  return true;
}
