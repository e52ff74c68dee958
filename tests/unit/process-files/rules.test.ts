import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { lintConfig } from '#common/process-files/index.ts';
import { rules } from '#common/process-files/rules/index.ts';
import { fixtureContext } from '#common/process-files/testing/fixture-context.ts';
import { filesBelow, readText, ROOT } from '#tests/support/diagrams/project-files.ts';
import { markOf, rulePictures } from '#tests/support/diagrams/rule-pictures.ts';

const names = Object.keys(rules);

describe('the rules for diagrams', () => {
  it('each have a folder with rule, tests and two diagrams, and there is no other', () => {
    // when
    const folders = readdirSync(`${ROOT}common/process-files/rules`, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);

    // then
    expect(folders).to.have.members(names);
    for (const name of names)
      for (const file of [`${name}.ts`, `${name}.test.ts`, 'right.bpmn', 'wrong.bpmn'])
        expect(existsSync(`${ROOT}common/process-files/rules/${name}/${file}`), `${name}/${file}`).to.be.true;
  });

  it('each have a page that says what, why and how, and a row in the index', () => {
    // when
    const pages = filesBelow('docs/rules', '.md').map((file) => basename(file, '.md'));

    // then
    expect(pages).to.have.members([...names, 'decision-tables', 'README']);
    for (const name of names) {
      expect(readText('docs/rules/README.md')).to.include(`[${name}](${name}.md)`);
      expect(readText(`docs/rules/${name}.md`), name).to.match(
        /^# [\s\S]+\n## Why\n[\s\S]+\n## How to mend it\n/,
      );
    }
  });

  it('each have a wrong and a right picture on their page, drawn from the diagrams as they are now', () => {
    expect(filesBelow('docs/rules/pictures', '.svg')).to.have.members(
      rulePictures.map(({ picture }) => picture),
    );
    for (const { rule, kind, picture, diagram } of rulePictures) {
      expect(readText(`docs/rules/${rule}.md`)).to.include(`(pictures/${rule}-${kind}.svg)`);
      expect(readText(picture), `${picture}: run npm run rule-pictures`).to.include(
        markOf(readText(diagram)),
      );
    }
  });

  it('tell where they are explained', () => {
    for (const [name, rule] of Object.entries(rules))
      expect(rule(fixtureContext).meta.documentation.url).to.equal(`docs/rules/${name}.md`);
  });

  it('stand beside every rule that bpmnlint and the engine’s vendor ask for', async () => {
    // given
    const { config, resolver } = lintConfig(fixtureContext);
    const { Linter } = createRequire(import.meta.url)('bpmnlint') as {
      Linter: new (options: object) => { resolveRules(config: object): Promise<{ name: string }[]> };
    };

    // when
    const resolved = await new Linter({ config, resolver }).resolveRules(config);

    // then
    expect(resolved.map(({ name }) => name)).to.include.members([
      ...names.map((name) => `shahrah/${name}`),
      'label-required',
      'camunda-compat/element-type',
    ]);
  });

  it('need nothing of Node, because the modeler uses them too', () => {
    // when
    const importing = filesBelow('common/process-files', '.ts')
      .filter((file) => !file.endsWith('.test.ts') && !file.startsWith('common/process-files/testing/'))
      .filter((file) => /from '(node:|#api|.*tests\/)/.test(readFileSync(ROOT + file, 'utf8')));

    // then
    expect(importing).to.deep.equal([]);
  });
});
