import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { lintDiagram, parseDiagram } from '#common/process-files/index.ts';
import { propertyOf } from '#common/process-files/model/diagram.ts';
import { rules } from '#common/process-files/rules/index.ts';
import { fixtureContext } from '#common/process-files/testing/fixture-context.ts';
import { openBrowser } from '../browser.ts';
import { type Element, englishName, extension } from './diagrams.ts';
import { ROOT } from './project-files.ts';

const KINDS = ['wrong', 'right'] as const;
const FONT = 'Vazirmatn, Tahoma, Arial, sans-serif';

/** Pictures of docs/rules/, each with the diagram of the rule that it shows. */
export const rulePictures = Object.keys(rules).flatMap((rule) =>
  KINDS.map((kind) => ({
    rule,
    kind,
    picture: `docs/rules/pictures/${rule}-${kind}.svg`,
    diagram: `common/process-files/rules/${rule}/${kind}.bpmn`,
  })),
);

/** Comment embedded in a picture, so that a test can detect an outdated one. */
export const markOf = (xml: string): string =>
  `<!-- drawn from sha256 ${createHash('sha256').update(xml).digest('hex')} -->`;

/** Details that a rule checks but the canvas does not show, for a line below the element. */
const DETAILS: Record<string, (element: Element) => string | undefined> = {
  'native-user-task': (element) =>
    element.$type === 'bpmn:UserTask'
      ? `zeebe:userTask ${extension(element, 'UserTask') ? '✓' : '✗'}`
      : undefined,
  'known-form': (element) => attribute(element, 'FormDefinition', 'externalReference'),
  'known-group': (element) => attribute(element, 'AssignmentDefinition', 'candidateGroups'),
  'known-job-type': (element) => attribute(element, 'TaskDefinition', 'type'),
  'known-called-process': (element) => attribute(element, 'CalledElement', 'processId'),
  'known-decision': (element) => attribute(element, 'CalledDecision', 'decisionId'),
  'bilingual-names': (element) =>
    element.$type === 'bpmn:ServiceTask' ? `name.en: ${englishName(element) ?? ''}` : undefined,
  'bounded-stage-hours': (element) => {
    const hours = propertyOf(element, 'sla.stageHours');
    return hours === undefined ? undefined : `sla.stageHours: ${hours}`;
  },
  'readable-ids': (element) => (element.$type === 'bpmn:ServiceTask' ? element.id : undefined),
  'no-personal-data-in-variables': (element) =>
    (extension(element, 'IoMapping')?.['inputParameters'] as Element[] | undefined)
      ?.map(({ target, source }) => `${String(target)} ${String(source)}`)
      .join(', '),
};

const attribute = (element: Element, type: string, name: string): string | undefined =>
  extension(element, type)?.[name] as string | undefined;

/** Marking of an element: a red frame if the rule reports it, and a line with what the rule checks. */
type Mark = { id: string; framed: boolean; detail: string };

async function marksOf(rule: string, xml: string): Promise<Mark[]> {
  const { root, elements } = await parseDiagram(rule, xml);
  const found = (await lintDiagram(root, fixtureContext)).filter((finding) => finding.rule === rule);
  return elements
    .map((element) => ({
      id: String(element.id),
      framed: found.some(({ elementId }) => elementId === element.id),
      detail: DETAILS[rule]?.(element) ?? '',
    }))
    .filter(({ framed, detail }) => framed || detail);
}

async function drawAll(): Promise<void> {
  const browser = await openBrowser();
  try {
    const page = await aViewer(await browser.newPage());
    for (const { rule, picture, diagram } of rulePictures) {
      const xml = readFileSync(ROOT + diagram, 'utf8');
      const given = JSON.stringify([xml, await marksOf(rule, xml)]);
      const svg = await page.evaluate<string>(`draw(...${given})`);
      writeFileSync(ROOT + picture, svg.replace('<svg', `${markOf(xml)}\n<svg`));
    }
  } finally {
    await browser.close();
  }
}

/** Opens a page where `draw(xml)` returns the diagram as bpmn-js renders it, in the Persian font of the
 *  screens. */
async function aViewer(page: Page): Promise<Page> {
  const require = createRequire(import.meta.url);
  const font = (script: string) => {
    const file = require.resolve(
      `@fontsource-variable/vazirmatn/files/vazirmatn-${script}-wght-normal.woff2`,
    );
    return `data:font/woff2;base64,${readFileSync(file).toString('base64')}`;
  };
  await page.setContent(`<style>
      @font-face{font-family:Vazirmatn;src:url(${font('arabic')});unicode-range:U+0600-06FF,U+200C-200F}
      @font-face{font-family:Vazirmatn;src:url(${font('latin')});unicode-range:U+0000-00FF,U+2000-206F}
      #canvas{width:2000px;height:1200px}</style>
    <span style="font-family:Vazirmatn">متن a</span><div id="canvas" dir="ltr"></div>`);
  await page.addScriptTag({ path: require.resolve('bpmn-js/dist/bpmn-viewer.production.min.js') });
  await page.evaluate(`document.fonts.ready.then(() => {
    const style = { fontFamily: '${FONT}', fontSize: 12 };
    const viewer = new BpmnJS({ container: '#canvas', textRenderer: { defaultStyle: style, externalStyle: style } });
    const within = ({ x, y, width, height }, { framed, detail }) => [
      framed ? '<rect x="' + (x - 6) + '" y="' + (y - 6) + '" width="' + (width + 12) + '" height="' + (height + 12) +
        '" rx="8" style="fill:none;stroke:#c62828;stroke-width:2;stroke-dasharray:6 3"/>' : '',
      detail ? '<text x="' + (x + width / 2) + '" y="' + (y + height + 22) + '" text-anchor="middle" direction="ltr" ' +
        'style="font:11px monospace;fill:' + (framed ? '#c62828' : '#2e7d32') + '">' + detail.replace(/&/g, '&amp;').replace(/</g, '&lt;') + '</text>' : '',
    ].join('');
    window.draw = async (xml, marks) => {
      await viewer.importXML(xml);
      const { svg } = await viewer.saveSVG();
      const registry = viewer.get('elementRegistry');
      const more = marks.map((mark) => registry.get(mark.id)?.width ? within(registry.get(mark.id), mark) : '').join('');
      const [x, y, width, height] = /viewBox="([^"]+)"/.exec(svg)[1].split(' ').map(Number);
      const [wide, high] = [width + 60, height + 50];
      return svg
        .replace(/width="[^"]+" height="[^"]+" viewBox="[^"]+"/, 'width="' + wide + '" height="' + high + '" viewBox="' + [x - 30, y - 20, wide, high].join(' ') + '"')
        .replace(/(<svg[^>]*>)/, '$1<rect x="' + (x - 30) + '" y="' + (y - 20) + '" width="' + wide + '" height="' + high + '" style="fill:white"/>')
        .replace('</svg>', more + '</svg>');
    };
  })`);
  return page;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await drawAll();
