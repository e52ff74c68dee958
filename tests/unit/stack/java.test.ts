import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { findJava } from '#stack/java.ts';
import { temporaryFolders } from './temporary-folder.ts';

describe('the search for Java', () => {
  const newFolder = temporaryFolders();

  const javaOf = (version: string): string => {
    const program = join(newFolder(), 'java');
    writeFileSync(program, `#!/bin/sh\necho 'openjdk version "${version}" 2025-04-15' >&2\n`);
    chmodSync(program, 0o755);
    return program;
  };

  it('passes over versions that are too old and programs that do not exist', () => {
    // given
    const fitting = javaOf('21.0.2');

    // when
    const found = findJava(['/nowhere/java', javaOf('1.8.0_292'), javaOf('17.0.15'), fitting, javaOf('25')]);

    // then
    expect(found).to.equal(fitting);
  });

  it('finds nothing where nothing fits', () => {
    // when
    const found = findJava([javaOf('17.0.15')]);

    // then
    expect(found).to.equal(undefined);
  });
});
