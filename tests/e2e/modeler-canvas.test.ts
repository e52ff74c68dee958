import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import type { Page } from 'playwright-core';
import { createCaller } from '../support/api-caller.ts';
import { signIn } from '../support/browser.ts';
import { readText } from '../support/diagrams/project-files.ts';
import { type Meaning, meaningOf } from '../support/diagrams/xml-meaning.ts';
import { useBrowserHarness } from '../support/hooks/use-browser-harness.ts';
import { selectInDiagram } from '../support/select-in-diagram.ts';
import { eventually } from '../support/wait.ts';

const FILE = 'road-defect.bpmn';
const FIRST_BYTES = {
  'فایل BPMN': '<?xml',
  'تصویر SVG': '<?xml',
  'تصویر PNG': '\u0089PNG',
  PDF: '%PDF-',
};

describe('the editor of diagrams', function () {
  this.timeout(180_000);
  const harness = useBrowserHarness();
  const call = createCaller(() => harness.url);

  before(() => harness.waitUntilDeployed());

  async function aDraft(content?: string): Promise<string> {
    const draft = { processKey: 'road-defect', title: 'آزمون ویرایشگر' };
    const id = (await call('POST', '/api/drafts', draft, { as: 'analyst' })).body.id as string;
    if (content !== undefined) {
      const file = { content, expectedVersion: 0 };
      const answer = await call('PUT', `/api/drafts/${id}/files/${FILE}`, file, { as: 'analyst' });
      expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    }
    return id;
  }

  async function open(id: string): Promise<Page> {
    const visitor = await harness.visitor();
    await signIn(visitor, 'analyst', `/modeler/drafts/${id}/edit?file=${FILE}`);
    await visitor.page.locator('.djs-shape').first().waitFor();
    return visitor.page;
  }

  const stored = async (id: string): Promise<string> =>
    (await call('GET', `/api/drafts/${id}/files/${FILE}`, undefined, { as: 'analyst' })).body.content;

  async function select(page: Page, elementId: string): Promise<void> {
    await selectInDiagram(page, elementId);
    await page.locator(`.djs-element.selected[data-element-id="${elementId}"]`).waitFor();
  }

  it('finds a step, names it, and takes the change back and brings it again', async () => {
    // given
    const id = await aDraft();
    const page = await open(id);
    await select(page, 'Task_CheckDanger');
    const name = page.getByLabel('نام فارسی');
    const before = await name.inputValue();

    // when
    await name.fill('بررسی دوبارهٔ خطر');
    await name.press('Tab');
    await page.locator('[data-element-id="Task_CheckDanger"]').getByText('دوبارهٔ').first().waitFor();
    await page.getByRole('button', { name: 'برگرداندن' }).click();
    await eventually(async () => (await name.inputValue()) === before);
    await page.getByRole('button', { name: 'انجام دوباره' }).click();

    // then
    await eventually(async () => (await stored(id)).includes('name="بررسی دوبارهٔ خطر"'));
  });

  it('hides what is technical from who designs, and speaks one language to who implements', async () => {
    // given
    const page = await open(await aDraft());
    await select(page, 'Task_CheckDanger');
    const panel = page.locator('.bio-properties-panel');
    const designing = await panel.innerText();

    // when
    await page.getByRole('button', { name: 'پیاده‌سازی' }).click();
    await page.locator('.bio-properties-panel-group-header', { hasText: 'ورودی‌ها' }).waitFor();

    // then
    expect(designing).to.not.include('ورودی‌ها');
    expect((await panel.innerText()).match(/[A-Za-z]{3,}/g) ?? []).to.deep.equal([]);
  });

  it('gives the diagram away as a file and as pictures', async () => {
    // given
    const page = await open(await aDraft());
    const beginnings: Record<string, string> = {};

    // when
    for (const [item, beginning] of Object.entries(FIRST_BYTES)) {
      await page.getByRole('button', { name: 'برون‌بری' }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: item, exact: true }).click(),
      ]);
      beginnings[item] = readFileSync(await download.path())
        .subarray(0, beginning.length)
        .toString('latin1');
    }

    // then
    expect(beginnings).to.deep.equal(FIRST_BYTES);
  });

  it('keeps the meaning of what it opens and saves, and what other tools wrote', async () => {
    // given
    const foreign = readText(`processes/road-defect/${FILE}`)
      .replace('<bpmn:definitions ', '<bpmn:definitions xmlns:other="http://other.example/schema" ')
      .replace(
        /(<bpmn:userTask id="Task_CheckDanger"[^>]*>\s*<bpmn:extensionElements>)/,
        '$1<other:remark of="another tool">نگه دار</other:remark>',
      );
    const id = await aDraft(foreign);
    const page = await open(id);
    await select(page, 'Task_CheckDanger');
    const name = page.getByLabel('نام انگلیسی');
    const written = await name.inputValue();

    // when
    await name.fill(`${written} now`);
    await name.press('Tab');
    await eventually(async () => (await stored(id)).includes(`${written} now`));

    // then
    const again = (await stored(id)).replace(`${written} now`, written);
    expect(again).to.include('another tool');
    expect(drawn(again)).to.deep.equal(drawn(foreign));
  });

  it('stays usable with five hundred steps', async () => {
    // given
    const id = await aDraft(withManySteps(500));
    const page = await open(id);

    // when
    await select(page, 'Task_Many499');
    await page.getByLabel('نام فارسی').fill('گام پایانی');
    await page.getByLabel('نام فارسی').press('Tab');

    // then
    await page.locator('[data-element-id="Task_Many499"]').getByText('گام پایانی').first().waitFor();
    await eventually(async () => (await stored(id)).includes('گام پایانی'));
    await page.getByRole('button', { name: /مشکل/ }).waitFor();
  });
});

/** The meaning of a diagram; in which order its shapes are listed means nothing. */
function drawn(xml: string): Meaning {
  const sorted = (one: Meaning): Meaning => {
    const children = one.children.map((child) => (typeof child === 'string' ? child : sorted(child)));
    const isPlane = one.name.endsWith('}BPMNPlane');
    return { ...one, children: isPlane ? children.sort((a, b) => (key(a) < key(b) ? -1 : 1)) : children };
  };
  const key = (child: Meaning | string): string =>
    typeof child === 'string' ? '' : (child.attributes['bpmnElement'] ?? '');
  return sorted(meaningOf(xml));
}

/** `road-defect` with that many more steps beside it. */
function withManySteps(count: number): string {
  const ids = Array.from({ length: count }, (_, at) => `Task_Many${at}`);
  const steps = ids.map((id) => `<bpmn:task id="${id}" name="گام" />`).join('');
  const shapes = ids.map(
    (id, at) =>
      `<bpmndi:BPMNShape id="${id}_di" bpmnElement="${id}"><dc:Bounds x="${(at % 25) * 130}" y="${1500 + Math.floor(at / 25) * 110}" width="100" height="80" /></bpmndi:BPMNShape>`,
  );
  return readText(`processes/road-defect/${FILE}`)
    .replace('</bpmn:process>', `${steps}</bpmn:process>`)
    .replace('</bpmndi:BPMNPlane>', `${shapes.join('')}</bpmndi:BPMNPlane>`);
}
