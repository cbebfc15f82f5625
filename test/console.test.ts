import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { buildPages } from '../api/pages/build';
import { awsCommands } from '../api/pages/console/aws-commands';
import { tokenAuthentication } from '../api/auth/authentication';
import { serve } from '../local/http';
import { openIssuer } from '../local/issuer/issuer';
import { startTestGateway } from '../package/testing';
import type { TestGateway } from '../package/testing';
import { describeInBrowser, openBrowser } from './browser';
import type { TestBrowser, Visit } from './browser';
import { tracker } from '../examples/tracker';
import { defineGateway } from '../services/definition';
import { definition } from './comets';
import { openGateway } from './harness';
import { noteTables } from './noted-tables';

// The console in front of two nouns that nobody knew when it was written, with the network off but for the gateway.

jest.setTimeout(120_000);

const pictures = join(__dirname, '../build/pictures/console');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const comet = (id: string, more: object = {}): Record<string, unknown> => ({
  id,
  name: `Comet ${id}`,
  family: 'Halley',
  period: 76,
  observatoryId: 'kitt',
  ...more,
});

describeInBrowser('the console in front of a domain that it does not know', () => {
  let gateway: TestGateway;
  let browser: TestBrowser;
  let visit: Visit;
  /** What the browser itself says of a refusal that a test provokes. */
  let provoked: RegExp | undefined;

  beforeAll(async () => {
    await buildPages();
    noteTables(definition, '');
    gateway = await startTestGateway({ definition });
    browser = await openBrowser(gateway.url);
    mkdirSync(pictures, { recursive: true });
    for (const [id, name] of [
      ['kitt', 'Kitt Peak'],
      ['palomar', 'Palomar'],
    ]) {
      await write('POST', '/observatory', { id, name });
    }
  });
  beforeEach(() => (provoked = undefined));
  afterEach(async () => {
    const { strangers, page } = visit;
    const complaints = visit.complaints.filter((words) => !provoked?.test(words));
    await page.context().close();
    expect({ strangers, complaints }).toEqual({ strangers: [], complaints: [] });
  });
  afterAll(async () => {
    await browser?.close();
    await gateway?.stop();
  });

  async function write(method: string, path: string, body?: object): Promise<void> {
    const { status, text } = await gateway.rest(method, path, { body });
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
  }

  async function open(hash: string, options?: Parameters<TestBrowser['visit']>[1]): Promise<Page> {
    visit = await browser.visit(`/console${hash}`, options);
    await visit.page.locator('h1').waitFor();
    return visit.page;
  }

  /** Where the address of the page leads, behind the "#". */
  const hashOf = (page: Page): string => new URL(page.url()).hash;

  const saved = (page: Page) => page.getByRole('status').filter({ hasText: 'Saved' });

  test('browses by an index, and tells its plan and its cost', async () => {
    await write('POST', '/comet', comet('plan-1', { family: 'Oort', period: 900 }));
    await write('POST', '/comet', comet('plan-2', { family: 'Oort', period: 300 }));
    await write('POST', '/comet', comet('plan-3', { family: 'Jupiter', period: 6 }));
    const page = await open('#/comet');
    await page.getByLabel('Read by').selectOption('byFamily');
    await page.getByRole('textbox', { name: 'family' }).fill('Oort');
    await page.getByLabel('Sort').selectOption('-period');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.locator('.plan', { hasText: 'Query of byFamily' }).waitFor();
    expect(await page.locator('.plan').innerText()).toMatch(
      /family = \? · sorted by period descending 2 examined, 2 returned, [\d.]+ units/,
    );
    expect(await page.locator('td[data-label="id"]').allInnerTexts()).toEqual(['plan-1', 'plan-2']);
    // The address says it all: the same list is there again after a reload.
    await page.reload();
    await page.locator('.plan', { hasText: 'Query of byFamily' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'family' }).inputValue()).toBe('Oort');
  });

  test('filters with conditions and with the whole grammar, and shows why a filter is refused', async () => {
    await write('POST', '/comet', comet('filter-1', { name: 'Alpha', period: 11 }));
    await write('POST', '/comet', comet('filter-2', { name: 'Alpine', period: 12, orbit: { eccentricity: 0.5 } }));
    await write('POST', '/comet', comet('filter-3', { name: 'Beta', period: 13 }));
    const page = await open('#/comet');
    const ids = page.locator('td[data-label="id"]');
    await page.getByRole('button', { name: 'Add a condition' }).click();
    await page.getByLabel('Field of condition 1').selectOption('name');
    await page.getByLabel('Comparison of condition 1').selectOption('beginsWith');
    await page.getByLabel('Value of condition 1').fill('Alp');
    await page.getByRole('button', { name: 'Add a condition' }).click();
    await page.getByLabel('Field of condition 2').selectOption('orbit.eccentricity');
    await page.getByLabel('Comparison of condition 2').selectOption('ge');
    await page.getByLabel('Value of condition 2').fill('0.4');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByText('1 item on this page.').waitFor();
    expect(await ids.allInnerTexts()).toEqual(['filter-2']);

    await page.getByRole('button', { name: 'Write it as JSON' }).click();
    await page.getByLabel('Filter as JSON').fill('{"or":[{"name":{"eq":"Beta"}},{"name":{"eq":"Alpha"}}]}');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByText('2 items on this page.').waitFor();
    expect((await ids.allInnerTexts()).toSorted()).toEqual(['filter-1', 'filter-3']);

    provoked = /status of 400/;
    await page.getByLabel('Filter as JSON').fill('{"period":{"above":3}}');
    await page.getByRole('button', { name: 'Find' }).click();
    const alert = page.getByRole('alert');
    await alert.getByText('is not a comparison of period').waitFor();
    expect(await alert.innerText()).toContain('/filter/period/above');
    // A form of conditions has no such comparison, and would show another filter than the one that is refused.
    await page.getByRole('button', { name: 'Write it as conditions' }).click();
    await page.getByText('This filter stays as JSON').waitFor();
    await page.reload();
    await alert.waitFor();
    expect(await page.getByLabel('Filter as JSON').inputValue()).toBe('{"period":{"above":3}}');
  });

  test('opens and edits an item in the form of its declaration, with its messages, and follows its relations', async () => {
    await write(
      'POST',
      '/comet',
      comet('edit', { orbit: { eccentricity: 0.9, inclination: 3 }, aliases: ['one', 'two'], extra: { seen: [1, 2] } }),
    );
    await write('POST', '/comet', comet('a-elsewhere', { observatoryId: 'palomar' }));
    const page = await open('#/comet/item?id=edit');
    const save = page.getByRole('button', { name: 'Save' });
    // What the form sees by itself is said in the words of the gateway.
    await page.getByLabel('code').fill('first');
    await page.getByLabel('name required').fill('');
    await save.click();
    await page.locator('#at-code-fault').getByText('must be a number and the letter P').waitFor();
    await page.locator('#at-name-fault').getByText('is required').waitFor();
    // The focus is where the first mistake is.
    await page.locator('#at-name:focus').waitFor();
    await page.getByLabel('code').fill('1P');
    await page.getByLabel('name required').fill('Halley');
    // What only the gateway can tell stands at its field too, in a list of objects as well.
    provoked = /status of 422/;
    await page.getByRole('button', { name: 'Add to sightings' }).click();
    await page.getByLabel('time required').fill('1986-02-09T12:00:00.123456Z');
    await page.locator('#at-sightings-0-observatoryId').fill('palomar');
    await page.getByLabel('magnitude required').fill('3');
    await save.click();
    await page
      .locator('#at-sightings-0-time-fault')
      .getByText('must have at most 3 digits behind the second')
      .waitFor();
    await page.locator('#at-sightings-0-time:focus').waitFor();
    await page.getByLabel('time required').fill('1986-02-09T12:00:00Z');
    await page.getByRole('button', { name: 'Remove aliases 1' }).click();
    await page.getByLabel('inclination').fill('');
    await page.getByLabel('bright').selectOption('true');
    await page.getByLabel('notes').fill('Two\nlines');
    await save.click();
    await page.getByRole('status').filter({ hasText: 'Saved. This is version 2.' }).waitFor();
    const { json } = await gateway.rest('GET', '/comet/edit');
    expect(json).toMatchObject({
      name: 'Halley',
      code: '1P',
      bright: true,
      notes: 'Two\nlines',
      aliases: ['two'],
      orbit: { eccentricity: 0.9 },
      sightings: [{ time: '1986-02-09T12:00:00.000Z', observatoryId: 'palomar', magnitude: 3 }],
      extra: { seen: [1, 2] },
    });
    expect(json.orbit).not.toHaveProperty('inclination');

    const related = page.getByRole('complementary', { name: 'Related items' });
    await related.getByRole('link', { name: 'Observatory kitt' }).click();
    await page.getByRole('heading', { name: 'Observatory kitt' }).waitFor();
    expect(await page.getByLabel('name required').inputValue()).toBe('Kitt Peak');
    await related.getByRole('listitem').first().waitFor();
    expect(await related.getByRole('link', { name: 'a-elsewhere' }).count()).toBe(0);
    await related.getByRole('link', { name: /^(comets as a list|All comets)/ }).click();
    await page.getByRole('heading', { name: 'Comet', exact: true }).waitFor();
    await page.locator('.plan', { hasText: 'byObservatory' }).waitFor();
    await page.getByRole('link', { name: 'Open Comet edit' }).click();
    await page.getByRole('heading', { name: 'Comet edit' }).waitFor();
  });

  test('does a verb to an item in a form of what it takes, with its messages, its problems and its answer', async () => {
    await write('POST', '/comet', comet('verb', { aliases: ['First'] }));
    const page = await open('#/comet/item?id=verb');
    await page.getByRole('link', { name: 'addAlias' }).click();
    await page.getByRole('heading', { name: 'addAlias: Comet verb' }).waitFor();
    await page.getByText('is at version 1.').waitFor();
    const run = page.getByRole('button', { name: 'Run addAlias' });
    const alias = page.getByLabel('alias required');
    const answer = page.getByRole('region', { name: 'Answer' });
    // What the form sees by itself.
    await run.click();
    await page.locator('#at-alias-fault').getByText('is required').waitFor();
    // What the verb itself says of a field, and what it refuses as a whole.
    provoked = /status of (422|409|412)/;
    await alias.fill('Nameless');
    await run.click();
    await page.locator('#at-alias-fault').getByText('is no name').waitFor();
    await page.locator('#at-alias:focus').waitFor();
    await alias.fill('First');
    await run.click();
    await page.getByRole('alert').getByText('The comet has this name already.').waitFor();
    await answer.getByText('Refused, with status 409.').waitFor();
    expect(await answer.locator('pre').innerText()).toContain('/problems/conflict');
    // Somebody else is faster: the verb is done to what was seen, and to nothing else.
    await write('PATCH', '/comet/verb', { period: 99 });
    await alias.fill('Second');
    await run.click();
    await page.getByRole('alert').getByText('Somebody else has written this item meanwhile').waitFor();
    expect((await gateway.rest('GET', '/comet/verb')).json.aliases).toEqual(['First']);
    await page.getByText('is at version 2.').waitFor();
    await run.click();
    await answer.getByText('Done, with status 200.').waitFor();
    await page.getByText('is at version 3.').waitFor();
    expect((await gateway.rest('GET', '/comet/verb')).json.aliases).toEqual(['First', 'Second']);
    await look(page, 'verb-1280-light', 1280);
    await answer.getByRole('link', { name: 'Open Comet verb' }).click();
    await page.getByRole('heading', { name: 'Comet verb', exact: true }).waitFor();
    expect(await page.locator('#at-aliases-1').inputValue()).toBe('Second');
  });

  test('does a verb to no item, and leads to what it has made', async () => {
    const page = await open('#/observatory');
    await page.getByRole('link', { name: 'sweepSky' }).click();
    await page.getByLabel('magnitude required').fill('31');
    await page.getByRole('button', { name: 'Run sweepSky' }).click();
    await page.locator('#at-magnitude-fault').getByText('must be at most 30').waitFor();
    await page.getByLabel('magnitude required').fill('7');
    await page.getByRole('button', { name: 'Run sweepSky' }).click();
    const answer = page.getByRole('region', { name: 'Answer' });
    await answer.getByText('Done, with status 202.').waitFor();
    expect(JSON.parse(await answer.locator('pre').innerText())).toEqual({ id: 'swept-7', seen: 3 });
    await answer.getByRole('link', { name: 'Open Comet swept-7' }).click();
    await page.getByRole('heading', { name: 'Comet swept-7' }).waitFor();
    expect(await page.getByLabel('name required').inputValue()).toBe('Swept');
  });

  test('an empty list says why, and what to do', async () => {
    const page = await open(`#/comet?filter=${encodeURIComponent('{"name":{"eq":"Nobody"}}')}`);
    await page.getByText('Nothing here is what you ask for.').waitFor();
    await page.getByRole('link', { name: 'Ask for all' }).click();
    await page.locator('main table').waitFor();
    expect(hashOf(page)).toBe('#/comet');
  });

  test('shows a conflict side by side, and saves what was chosen over the newest version', async () => {
    await write('POST', '/comet', comet('fight', { notes: 'As it was' }));
    const page = await open('#/comet/item?id=fight');
    await page.getByLabel('name required').fill('Mine');
    await page.getByLabel('period required').fill('77');
    await page.getByLabel('code').fill('7P');
    provoked = /status of 412/;
    await write('PATCH', '/comet/fight', { name: 'Theirs', notes: 'As they want it' });
    await page.getByRole('button', { name: 'Save' }).click();
    const conflict = page.getByRole('form', { name: 'Somebody else was faster' });
    await conflict.waitFor();
    const rows = conflict.locator('tbody tr');
    expect(await rows.locator('th').allInnerTexts()).toEqual(['name', 'period', 'code', 'notes']);
    expect(await rows.nth(0).locator('pre').allInnerTexts()).toEqual(['Comet fight', 'Mine', 'Theirs']);
    // Where one alone has changed something, that is proposed; where both have, somebody has to choose.
    expect(await conflict.getByLabel('period: yours').isChecked()).toBe(true);
    expect(await conflict.getByLabel('notes: theirs').isChecked()).toBe(true);
    expect(await conflict.getByRole('button', { name: 'Save what I chose' }).isDisabled()).toBe(true);
    await conflict.getByText('Still to choose: name.').waitFor();
    await look(page, 'conflict-1280-light', 1280);
    await conflict.getByLabel('name: yours').check();
    await conflict.getByLabel('code: theirs').check();
    await conflict.getByRole('button', { name: 'Save what I chose' }).click();
    await saved(page).waitFor();
    const { json } = await gateway.rest('GET', '/comet/fight');
    expect(json).toMatchObject({ name: 'Mine', period: 77, notes: 'As they want it', version: 3 });
    expect(json).not.toHaveProperty('code');
    expect(await page.getByLabel('notes').inputValue()).toBe('As they want it');
  });

  test('an item that others write while it is open follows them, and tells who writes in it', async () => {
    await write('POST', '/comet', comet('watched'));
    const page = await open('#/comet/item?id=watched');
    await page.getByText('Version 1,').waitFor();
    await untilLive(page);
    await write('PATCH', '/comet/watched', { name: 'New name' });
    await page.getByText('Somebody else has written version 2, which is shown now.').waitFor();
    expect(await page.getByLabel('name required').inputValue()).toBe('New name');
    await page.getByLabel('period required').fill('80');
    await write('PATCH', '/comet/watched', { name: 'Newer name' });
    await page.getByText('Somebody else has written version 3 meanwhile.').waitFor();
    expect(await page.getByLabel('period required').inputValue()).toBe('80');
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('button', { name: 'Save what I chose' }).click();
    await saved(page).waitFor();
    expect((await gateway.rest('GET', '/comet/watched')).json).toMatchObject({ name: 'Newer name', period: 80 });
    await write('DELETE', '/comet/watched');
    await page.getByText('Somebody else has deleted this item.').waitFor();
  });

  test('what is written and not sent is still there after a walk elsewhere, over the version that it began with', async () => {
    await write('POST', '/comet', comet('begun'));
    const page = await open('#/comet/item?id=begun');
    await page.getByLabel('period required').fill('90');
    await page.getByRole('link', { name: 'Observatory', exact: true }).first().click();
    await page.getByRole('heading', { name: 'Observatory' }).waitFor();
    await write('PATCH', '/comet/begun', { period: 91 });
    await page.goBack();
    await page.getByText('What you wrote here before is here again, and not saved yet.').waitFor();
    expect(await page.getByLabel('period required').inputValue()).toBe('90');
    // The browser asks before the page itself is left; https://html.spec.whatwg.org/#prompt-to-unload-a-document
    const asked = page.waitForEvent('dialog');
    await page.evaluate('setTimeout(() => location.reload())');
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    provoked = /status of 412/;
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Save what I chose').waitFor();
  });

  test('what is begun of a new item is still there, too, until it is made or begun anew', async () => {
    const page = await open('#/comet/new');
    await page.getByLabel('name required').fill('Half a comet');
    await page.getByRole('link', { name: 'Observatory', exact: true }).first().click();
    await page.getByRole('heading', { name: 'Observatory' }).waitFor();
    await page.goBack();
    expect(await page.getByLabel('name required').inputValue()).toBe('Half a comet');
    await page.getByRole('button', { name: 'Begin anew' }).click();
    expect(await page.getByLabel('name required').inputValue()).toBe('');
  });

  test('the rows of a list move as others write', async () => {
    await write('POST', '/comet', comet('live-1', { family: 'Jupiter', period: 5001 }));
    await write('POST', '/comet', comet('live-2', { family: 'Jupiter', period: 5002 }));
    const page = await open(
      `#/comet?by=byFamily&value=Jupiter&sort=period&filter=${encodeURIComponent('{"period":{"gt":5000}}')}`,
    );
    const ids = page.locator('td[data-label="id"]');
    await page.getByText('2 items on this page.').waitFor();
    await page.locator('.lamp.lit').waitFor();
    await untilLive(page);
    await write('PATCH', '/comet/live-1', { period: 5009 });
    await page.locator('tr.marked.updated').waitFor();
    expect(await ids.allInnerTexts()).toEqual(['live-2', 'live-1']);
    await write('POST', '/comet', comet('live-3', { family: 'Jupiter', period: 5005 }));
    await page.getByText('3 items on this page.').waitFor();
    expect(await ids.allInnerTexts()).toEqual(['live-2', 'live-3', 'live-1']);
    await write('DELETE', '/comet/live-2');
    await page.getByText('2 items on this page.').waitFor();
    expect(await ids.allInnerTexts()).toEqual(['live-3', 'live-1']);
  });

  test('imports 1,000 rows with progress, lists what is refused, and exports what is there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tandem-console-'));
    try {
      const numbers = Array.from({ length: 1000 }, (_, index) => index);
      const rows = numbers.map((index) => {
        const period = index === 500 ? 'long' : index === 700 ? '0' : String(index + 1);
        return `row-${String(index).padStart(4, '0')},"Comet, no. ${index}",Oort,${period},palomar,a|b`;
      });
      const file = join(folder, 'comets.csv');
      writeFileSync(file, `id,name,family,period,observatoryId,aliases\n${rows.join('\n')}\n`);
      const page = await open('#/comet/transfer');
      await page.getByLabel('A file of JSON lines').setInputFiles(file);
      await page.getByRole('button', { name: 'Import', exact: true }).click();
      await page.getByText(/1,000 rows, 998 created, 0 already there, 2 refused, 0 failed/).waitFor();
      const refused = page.getByRole('region', { name: 'Rows that were not taken' }).locator('tbody tr');
      const cells = await Promise.all((await refused.all()).map(async (row) => row.locator('td').allInnerTexts()));
      expect(cells).toEqual([
        ['line 502', 'row-0500', 'period', 'must be a whole number'],
        ['line 702', 'row-0700', 'period', 'must be at least 1'],
      ]);
      const { json } = await gateway.rest('GET', '/comet/row-0999');
      expect(json).toMatchObject({ name: 'Comet, no. 999', period: 1000, aliases: ['a', 'b'] });
      // Sent again, nothing is made twice.
      await page.getByRole('button', { name: 'Import', exact: true }).click();
      await page.getByText(/1,000 rows, 0 created, 998 already there, 2 refused/).waitFor();

      await page.evaluate(
        `location.hash = '#/comet/transfer?filter=' + encodeURIComponent('{"aliases":{"contains":"a"}}')`,
      );
      await page.getByText('What the list that you came from shows').waitFor();
      for (const form of ['jsonl', 'csv'] as const) {
        await page.getByLabel('As', { exact: true }).selectOption(form);
        const started = page.waitForEvent('download');
        await page.getByRole('button', { name: 'Export', exact: true }).click();
        const download = await started;
        expect(download.suggestedFilename()).toBe(`comet.${form}`);
        const text = readFileSync(await download.path(), 'utf8');
        const lines = text.trimEnd().split(/\r?\n/).toSorted();
        expect(lines).toHaveLength(form === 'csv' ? 999 : 998);
        if (form === 'jsonl') {
          const items = lines.map((line) => JSON.parse(line));
          const first = items.find(({ id }) => id === 'row-0000');
          expect(first).toEqual(
            comet('row-0000', {
              name: 'Comet, no. 0',
              family: 'Oort',
              period: 1,
              observatoryId: 'palomar',
              aliases: ['a', 'b'],
            }),
          );
        } else expect(lines).toContain('row-0000,"Comet, no. 0",Oort,1,palomar,,,,,,a|b,,,');
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('shows events as they come, why a message is dead, and redrives it', async () => {
    const page = await open('#/+events');
    await write('POST', '/comet', comet('unspeakable', { name: 'Unspeakable' }));
    await gateway.idle();
    const letters = page.getByRole('region', { name: 'Dead letters' }).locator('tbody tr');
    await letters.first().waitFor();
    expect(await letters.first().locator('td[data-label="Consumer"]').innerText()).toBe('press');
    expect(await page.getByRole('region', { name: 'Events' }).innerText()).toContain('CometCreated');
    await letters
      .first()
      .getByRole('button', { name: /^Redrive/ })
      .click();
    await page.getByText('1 dead letter is in the queue again.').waitFor();
    await gateway.idle();
  });

  test('makes and deletes an item with the keyboard alone', async () => {
    const page = await open('');
    const press = async (...keys: string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    };
    /** Goes on with Tab until the focus is on what has a name. */
    const reach = async (name: string): Promise<void> => {
      for (let presses = 0; presses < 80; presses += 1) {
        await press('Tab');
        const words = await page.evaluate<string>(
          `(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()`,
        );
        if (words === name) return;
      }
      throw new Error(`Tab does not lead to "${name}".`);
    };
    await reach('Observatory');
    await press('Enter');
    await page.getByRole('heading', { name: 'Observatory', exact: true }).waitFor();
    await reach('New Observatory');
    await press('Enter');
    await page.getByRole('heading', { name: 'New Observatory' }).waitFor();
    await reach('id');
    await page.keyboard.type('by-hand');
    await reach('name required');
    await page.keyboard.type('Made without a mouse');
    await press('Enter');
    await page.getByRole('heading', { name: 'Observatory by-hand' }).waitFor();
    expect((await gateway.rest('GET', '/observatory/by-hand')).json.name).toBe('Made without a mouse');
    await reach('Delete');
    await press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Enter'); // its first button has the focus
    await page.getByRole('heading', { name: 'Observatory', exact: true }).waitFor();
    expect(hashOf(page)).toBe('#/observatory');
    expect((await gateway.rest('GET', '/observatory/by-hand')).status).toBe(404);
  });

  test('a key that is taken is refused in the form, and what was written stays', async () => {
    provoked = /status of 409/;
    const page = await open('#/observatory/new');
    await page.getByLabel('id', { exact: true }).fill('kitt');
    await page.getByLabel('name required').fill('Another');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('alert').getByText('An item with this key is there already.').waitFor();
    expect(await page.getByLabel('name required').inputValue()).toBe('Another');
    expect((await gateway.rest('GET', '/observatory/kitt')).json.name).toBe('Kitt Peak');
  });

  test('says who may do what, shows the schema in a picture and in words, and lists its own requests', async () => {
    const page = await open('#/+access');
    const rights = page.getByRole('region', { name: 'Operations of Comet' });
    expect(await rights.getByRole('row', { name: /^createComet / }).innerText()).toMatch(/POST \/comet\b.*role admin/s);
    expect(await rights.getByRole('row', { name: /^comets / }).innerText()).toMatch(/anyone/);
    await page.getByRole('link', { name: 'Schema' }).click();
    await page.getByRole('img', { name: '2 domains and 2 references between them' }).waitFor();
    await page.getByText('sightings.observatoryId refers to Observatory').waitFor();
    await page.getByRole('link', { name: 'Comet' }).first().click();
    await page.locator('.plan').waitFor();
    await page.getByRole('link', { name: 'Last requests' }).click();
    const [newest] = await page.locator('main tbody tr', { hasText: 'GET /comet?limit' }).all();
    const cells = await newest!.locator('td').allInnerTexts();
    expect(cells[2]).toBe('200');
    expect(Number(cells[3])).toBeGreaterThanOrEqual(0);
    expect(Number(cells[4])).toBeGreaterThan(0);
    const requestId = cells[5]!;
    // The id is that of the log.
    expect(gateway.log.some((entry) => 'requestId' in entry && entry.requestId === requestId)).toBe(true);
  });

  // Every place, as people see it: the pictures are in build/pictures/console.
  describe.each([
    [1280, 'light'],
    [1280, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)('at %d pixels, %s', (width, colorScheme) => {
    test('every place fits, and axe finds nothing serious', async () => {
      await gateway.rest('POST', '/comet', {
        body: comet('seen', {
          aliases: ['a'],
          orbit: { eccentricity: 0.1 },
          sightings: [{ time: '2026-01-15T09:30:00Z', observatoryId: 'kitt', magnitude: 1 }],
        }),
      });
      const page = await open('', { width, height: width === 390 ? 844 : 800, colorScheme });
      for (const [name, hash, ready] of [
        ['overview', '', 'main .card'],
        ['list', '#/comet?filter=%7B%22period%22%3A%7B%22lt%22%3A100%7D%7D', 'main table'],
        ['item', '#/comet/item?id=seen', 'main form'],
        ['many', '#/observatory/item?id=palomar', 'aside li'],
        ['new', '#/comet/new', 'main form'],
        ['verb', '#/comet/verb/addAlias?id=seen', 'main form'],
        ['transfer', '#/comet/transfer', 'main form'],
        ['events', '#/+events', 'main table'],
        ['access', '#/+access', 'main table'],
        ['schema', '#/+schema', 'main svg'],
        ['requests', '#/+requests', 'main table'],
      ] as const) {
        await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
        await page.locator(ready).first().waitFor();
        await look(page, `${name}-${width}-${colorScheme}`, width);
      }
    });

    test('what goes wrong fits as well, and so does what is long', async () => {
      provoked = /status of 4/;
      const long = 'Aurora-of-the-Seven-Seas-and-more'.repeat(2);
      const key = `${long}-${width}-${colorScheme}`;
      await write(
        'POST',
        '/comet',
        comet(key, { name: 'Long', notes: 'word '.repeat(90), aliases: ['WWWWWWWWWWWWWWWWWWWW'] }),
      );
      const page = await open('', { width, height: width === 390 ? 844 : 800, colorScheme });
      const at = async (hash: string, ready: string): Promise<void> => {
        await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
        await page.locator(ready).first().waitFor();
      };
      const seen = async (name: string): Promise<void> => look(page, `${name}-${width}-${colorScheme}`, width);
      if (width === 390) await page.getByRole('button', { name: 'Menu' }).click();
      await seen('menu');
      await at(`#/comet?filter=${encodeURIComponent('{"name":{"eq":"Nobody"}}')}`, '.nothing');
      await seen('empty');
      await at(`#/comet?filter=${encodeURIComponent('{"period":{"above":3}}')}`, '[role=alert]');
      await seen('filter-refused');
      await at(`#/comet?filter=${encodeURIComponent(JSON.stringify({ id: { eq: key } }))}`, 'main table');
      await seen('long-row');
      await at(`#/comet/item?id=${key}`, 'main form');
      await page.getByLabel('name required').fill('');
      await page.getByRole('button', { name: 'Add to sightings' }).click();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.locator('#at-name-fault').getByText('is required').waitFor();
      await seen('mistakes');
      await page.getByRole('button', { name: 'Delete', exact: true }).click();
      await page.getByRole('dialog').waitFor();
      await seen('question');
      await page.getByRole('button', { name: 'Keep it' }).click();
      await page.getByRole('button', { name: 'Remove sightings 1' }).click();
      await page.getByLabel('name required').fill('Mine');
      await write('PATCH', `/comet/${key}`, { name: long.slice(0, 40) });
      await page.getByRole('button', { name: 'Save' }).click();
      await page.locator('.conflict').waitFor();
      await seen('conflict');
      await at('#/observatory/transfer', 'main form');
      const rows = Array.from({ length: 30 }, (_, index) => JSON.stringify({ id: `${long}-${index}` })).join('\n');
      const file = { name: 'observatories.jsonl', mimeType: 'application/jsonl', buffer: Buffer.from(rows) };
      await page.getByLabel('A file of JSON lines').setInputFiles(file);
      await page.getByRole('button', { name: 'Import', exact: true }).click();
      await page.getByText(/30 rows, .* 30 refused/).waitFor();
      await seen('refused');
      await at(`#/comet/verb/addAlias?id=${key}`, 'main form');
      await page.getByLabel('alias required').fill('WWWWWWWWWWWWWWWWWWWW');
      await page.getByRole('button', { name: 'Run addAlias' }).click();
      await page.getByRole('region', { name: 'Answer' }).waitFor();
      await seen('verb-refused');
    });
  });

  test('this look notices a page that is hard to use', async () => {
    const page = await open('');
    await page.evaluate(`document.querySelector('h1').innerHTML = '<img src="data:,">'`);
    expect((await seriousOf(page)).join()).toContain('image-alt');
  });
});

describeInBrowser('the console of a gateway that asks for tokens', () => {
  let running: Awaited<ReturnType<typeof startSecured>>;
  let browser: TestBrowser;
  beforeAll(async () => {
    await buildPages();
    running = await startSecured();
    browser = await openBrowser(running.url);
  });
  afterAll(async () => {
    await browser?.close();
    await running?.stop();
  });

  test('shows nothing before the token of an administrator was given, and sends it with every request', async () => {
    const { page, strangers, complaints } = await browser.visit('/console');
    const token = page.getByLabel('Token');
    await token.waitFor();
    expect(await page.locator('body').innerText()).not.toContain('Comet');
    const enter = async (text: string): Promise<void> => {
      await token.fill(text);
      await page.getByRole('button', { name: 'Come in' }).click();
    };
    await enter('no token at all');
    await page.getByRole('alert').getByText('does not know this token').waitFor();
    await enter(running.token('alice'));
    await page.getByRole('alert').getByText('your token has no role admin').waitFor();
    expect(await page.locator('body').innerText()).not.toContain('Comet');
    await enter(`Bearer ${running.token('admin')}`);
    await page.getByRole('heading', { name: 'Sky' }).waitFor();
    await page.evaluate(`location.hash = '#/observatory/new'`);
    await page.getByLabel('name required').fill('Behind a door');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: /^Observatory ./ }).waitFor();
    await page.getByRole('link', { name: 'Events' }).click();
    await page.getByText('This gateway does not show its bus').waitFor();
    const shown = await page.locator('main pre').allInnerTexts();
    expect(shown).toEqual(awsCommands('<application>-<stage>-', '<consumer>').map(({ command }) => command));
    // The token is in this page alone.
    expect(await page.evaluate('localStorage.length + sessionStorage.length')).toBe(0);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await token.waitFor();
    expect(strangers).toEqual([]);
    expect(complaints.filter((words) => !/status of 40[134]/.test(words))).toEqual([]);
    await page.context().close();
  });

  test('a local gateway offers its users, and each sees what it may', async () => {
    noteTables(definition, '');
    const local = await startTestGateway({ definition, auth: 'jwt' });
    const chromium = await openBrowser(local.url);
    const { page } = await chromium.visit('/console#/observatory/new');
    const signIn = async (name: string): Promise<void> => {
      const chooser = page.getByLabel('Signed in as');
      await chooser.selectOption(name);
      // It shows who is signed in, not who was chosen a moment ago.
      while ((await chooser.inputValue()) !== name) await page.waitForTimeout(20);
    };
    await signIn('alice');
    await page.getByLabel('name required').fill('Not mine to make');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('alert').getByText('This is not open to you.').waitFor();
    await signIn('admin');
    await page.getByLabel('name required').fill('Mine to make');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: /^Observatory ./ }).waitFor();
    await chromium.close();
    await local.stop();
  });
});

describeInBrowser('the console of a gateway with tenants', () => {
  test('reaches the tenant that is named, and says nothing for the service', async () => {
    await buildPages();
    const ofTracker = defineGateway({ name: 'tracker', modules: [tracker] });
    noteTables(ofTracker, '');
    const local = await startTestGateway({ definition: ofTracker, auth: 'jwt' });
    const headers = { authorization: `Bearer ${local.token('admin')}` };
    const send = async (path: string, body: object, tenant: string) =>
      local.rest('POST', path, { body, headers: { ...headers, tenant } });
    const member = { id: 'ada', email: 'ada@example.com', familyName: 'Lovelace' };
    expect((await send('/member', member, 'café')).status).toBe(201);
    await send('/project', { id: 'engine', slug: 'engine', name: 'Engine' }, 'café');
    const task = (await send('/project/engine/task', { title: 'Draw the mill' }, 'café')).json;

    const chromium = await openBrowser(local.url);
    const { page, strangers } = await chromium.visit('/console#/member', { width: 390, height: 900 });
    await page.getByLabel('Signed in as').selectOption('admin');
    await page.getByText('There are no Member items yet.').waitFor();
    const named = page.getByLabel('Tenant');
    await named.fill('café');
    await named.press('Enter');
    await page.locator('td[data-label="id"]', { hasText: 'ada' }).waitFor();

    // Who has written an item is there to read, and the version that a restore asks for is to be said.
    await page.evaluate(`location.hash = '#/task/item?id=${task.id}'`);
    await page.locator('.key', { hasText: 'createdBy' }).waitFor();
    expect(await page.locator('[name=createdBy], [name=updatedBy]').count()).toBe(0);
    await page.evaluate(`location.hash = '#/task/verb/restoreTask?id=${task.id}'`);
    await page.locator('main form [name=version]').fill('1');
    await page.getByRole('button', { name: 'Run restoreTask' }).click();
    await page.getByText('Done, with status 200.').waitFor();

    await named.fill('');
    await named.blur();
    await page.evaluate(`location.hash = '#/member'`);
    await page.getByText('There are no Member items yet.').waitFor();
    expect(strangers).toEqual([]);
    await chromium.close();
    await local.stop();
  });

  test('there is no such field where there are no tenants', async () => {
    noteTables(definition, '');
    const local = await startTestGateway({ definition });
    const chromium = await openBrowser(local.url);
    const { page } = await chromium.visit('/console');
    await page.getByRole('heading', { name: 'Sky' }).waitFor();
    expect(await page.getByLabel('Tenant').count()).toBe(0);
    await chromium.close();
    await local.stop();
  });
});

/** A gateway as it is deployed: it asks for tokens of an issuer that it only knows by its keys, and gives none. */
async function startSecured() {
  const issuer = openIssuer({});
  const common = { host: '127.0.0.1', port: 0, payload: 'v1', log: () => undefined } as const;
  const issuing = await serve({
    ...common,
    handler: async () => ({ statusCode: 404, body: '' }),
    local: (request, response) => issuer.routes(request, response),
  });
  issuer.setUrl(issuing.url);
  const { issuer: name, audience, jwksUri } = issuer;
  const { handler } = await openGateway('v1', {
    definition,
    authentication: tokenAuthentication({ issuers: [{ issuer: name, audience, jwksUri }] }),
    graphql: { production: true },
    console: true,
  });
  const listening = await serve({ ...common, handler });
  return {
    url: listening.url,
    token: (user: string) => issuer.token(user, user === 'admin' ? { roles: ['admin'] } : {}),
    stop: async () => {
      await Promise.all([listening.close(), issuing.close()]);
    },
  };
}

/** Waits until a feed has begun, which it has with its first answer: what happened before is not told. */
async function untilLive(page: Page): Promise<void> {
  const isBegun = `performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/comet/changes'))`;
  while (!(await page.evaluate<boolean>(isBegun))) await page.waitForTimeout(20);
}

/** Checks that a place can be used by everybody and fits its screen, and takes a picture of it. */
async function look(page: Page, name: string, width: number): Promise<void> {
  await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
  expect({ name, serious: await seriousOf(page) }).toEqual({ name, serious: [] });
  expect({ name, width: await page.evaluate('document.documentElement.scrollWidth') }).toEqual({ name, width });
}

/** The rules of axe that a page breaks in a serious or critical way. */
async function seriousOf(page: Page): Promise<string[]> {
  // Not as a script of the page, whose policy takes none but its own.
  if (!(await page.evaluate<boolean>(`'axe' in window`))) await page.evaluate(axe);
  const { violations } = await page.evaluate<{
    violations: { id: string; impact: string; nodes: { html: string }[] }[];
  }>(`axe.run({ resultTypes: ['violations'] })`);
  return violations
    .filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
