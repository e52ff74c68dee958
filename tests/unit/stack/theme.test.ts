import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { ROOT } from '#stack/paths.ts';
import { THEME } from '#stack/realm/realm.ts';
import { placeTheme } from '#stack/theme/place.ts';
import { COLOURS } from '#ui/theme/tokens.ts';

const SOURCE = join(ROOT, 'stack/theme', THEME, 'login');

const textsOf = (locale: string): Map<string, string> =>
  new Map(
    readFileSync(join(SOURCE, 'messages', `messages_${locale}.properties`), 'utf8')
      .split('\n')
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

describe('the sign-in pages', () => {
  let themes: string;

  beforeEach(() => {
    themes = mkdtempSync(join(tmpdir(), 'shahrah-themes-'));
  });

  afterEach(() => rmSync(themes, { recursive: true }));

  it('come with every file that they name, the font among them', () => {
    // when
    placeTheme(themes);

    // then
    const login = join(themes, THEME, 'login');
    const properties = readFileSync(join(login, 'theme.properties'), 'utf8');
    const css = readFileSync(join(login, 'resources/css/vazirmatn.css'), 'utf8');
    const named = [...properties.matchAll(/(?:css|js|img)\/[\w.-]+/g)].map(([path]) => path);
    const fonts = [...css.matchAll(/files\/[\w.-]+/g)].map(([path]) => `css/${path}`);
    const there = readdirSync(join(login, 'resources'), { recursive: true, encoding: 'utf8' });
    expect(fonts).to.have.length(3);
    expect(there).to.include.members(
      [...named, ...fonts].filter((path) => path !== 'css/styles.css'),
      'css/styles.css is Keycloak’s own',
    );
  });

  it('have addresses that change with their content, because browsers keep them for a month', () => {
    // when
    placeTheme(themes);

    // then
    const properties = readFileSync(join(themes, THEME, 'login', 'theme.properties'), 'utf8');
    expect(properties).to.match(/css\/shahrah-[0-9a-f]{8}\.css/);
    expect(properties).to.match(/js\/shahrah-[0-9a-f]{8}\.js/);
  });

  it('replace an earlier version and leave the themes of others alone', () => {
    // given
    placeTheme(themes);
    writeFileSync(join(themes, THEME, 'login', 'error.ftl'), 'of an earlier version');
    writeFileSync(join(themes, 'README.md'), 'of Keycloak');

    // when
    placeTheme(themes);

    // then
    expect(readdirSync(join(themes, THEME, 'login'))).not.to.include('error.ftl');
    expect(readdirSync(themes)).to.include('README.md');
  });

  it('have the colours of the product', () => {
    // given
    const css = readFileSync(join(SOURCE, 'resources/css/shahrah.css'), 'utf8');
    const [light, dark] = [...css.matchAll(/\{\n((?: {2}--[a-z-]+: #[0-9A-Fa-f]{6};\n)+)\}/g)].map(
      ([, block]) =>
        Object.fromEntries(
          [...(block ?? '').matchAll(/--([a-z-]+): (#\w+);/g)].map(([, name, value]) => [
            name,
            value?.toUpperCase(),
          ]),
        ),
    );

    // then
    const expected = (mode: 'light' | 'dark') =>
      Object.fromEntries(Object.entries(COLOURS[mode]).map(([name, value]) => [kebab(name), value]));
    expect(light).to.deep.equal(expected('light'));
    expect(dark).to.deep.equal(expected('dark'));
  });

  it('say in Persian whatever we say in English, with Persian letters', () => {
    // given
    const persian = textsOf('fa');

    // then
    expect([...textsOf('en').keys()].filter((key) => !persian.has(key))).to.deep.equal([]);
    expect(
      [...persian]
        .filter(([, text]) => /[يك]/.test(text) || !/[\u0600-\u06FF]/.test(text))
        .map(([key]) => key),
    ).to.deep.equal(['locale_en']);
  });

  it('give the same answer to a wrong password and to a locked account, so that nobody learns which names exist', () => {
    for (const locale of ['fa', 'en']) {
      const texts = textsOf(locale);

      // then
      expect(texts.get('accountTemporarilyDisabledMessage')).to.equal(texts.get('invalidUserMessage'));
      expect(texts.get('accountPermanentlyDisabledMessage')).to.equal(texts.get('invalidUserMessage'));
    }
  });
});
