import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { TABLE_OWNERS, type TableOwner } from '#tests/support/checks/table-owners.ts';
import { tablesOfSchema, type TableUse, tableUses } from '#tests/support/checks/table-uses.ts';

const owners = new Map<string, TableOwner>(Object.entries(TABLE_OWNERS));
const mayWrite = ({ table, part }: TableUse): boolean => {
  const { owner, alsoWrite = {} } = owners.get(table) as TableOwner;
  return part === owner || part in alsoWrite;
};
const mayRead = (use: TableUse): boolean =>
  mayWrite(use) || (owners.get(use.table)?.readers ?? []).includes(use.part);

const sentences = (uses: readonly TableUse[]): string[] =>
  [
    ...new Set(uses.map(({ file, writes, table }) => `${file} ${writes ? 'writes' : 'reads'} ${table}`)),
  ].sort();

describe('the tables and their owners', function () {
  this.timeout(120_000);
  let uses: TableUse[];

  before(() => {
    uses = tableUses(new Set(owners.keys()));
  });

  it('every table of the schema has an owner', () => {
    expect([...owners.keys()].sort()).to.deep.equal(tablesOfSchema().sort());
  });

  it('only the owner writes a table, and who has a reason', () => {
    expect(sentences(uses.filter((use) => use.writes && !mayWrite(use)))).to.deep.equal([]);
  });

  it('only those who are named read a table of another', () => {
    expect(sentences(uses.filter((use) => !use.writes && !mayRead(use)))).to.deep.equal([]);
  });

  it('nobody is named who does not use the table', () => {
    // given
    const does = (table: string, part: string, writes: boolean) =>
      uses.some((use) => use.table === table && use.part === part && (use.writes || !writes));

    // when
    const idle = [...owners].flatMap(([table, { readers = [], alsoWrite = {} }]) => [
      ...readers.filter((part) => !does(table, part, false)).map((part) => `${part} reads ${table}`),
      ...Object.keys(alsoWrite)
        .filter((part) => !does(table, part, true))
        .map((part) => `${part} writes ${table}`),
    ]);

    // then
    expect(idle).to.deep.equal([]);
  });

  it('sees SQL as well as knex, reads as well as writes', () => {
    expect(sentences(uses)).to.include.members([
      'api/src/modules/notices/staff-working-moment.ts reads departments',
      'api/src/modules/requests/intake/register.repo.ts writes notifications',
      'api/src/modules/sla/stage-clocks.ts writes tasks',
      'api/src/modules/requests/requests.repo.ts reads task_submissions',
    ]);
  });
});
