import type { APIGatewayProxyEvent } from 'aws-lambda';
import { tokenAuthentication } from '../../api/auth/authentication';
import type { Authentication } from '../../api/auth/authentication';
import { buildPages } from '../../api/pages/build';
import { serve } from '../../local/http';
import type { ServeOptions } from '../../local/http';
import { issuerPath, openIssuer } from '../../local/issuer/issuer';
import { samples } from '../samples';
import { describeInBrowser, openBrowser } from '../../test/browser';
import type { TestBrowser, Visit } from '../../test/browser';
import { startTestGateway } from '../../package/testing';
import type { TestGateway as StartedGateway } from '../../package/testing';
import { noteTables } from '../../test/noted-tables';
import { openGateway } from './harness';
import { definition } from './usual';

interface RunningGateway {
  readonly origin: string;
  close(): Promise<void>;
}

// A whole page with a cold browser on two busy cores; the usual time is two seconds.
jest.setTimeout(60_000);

const exampleNames = [
  ...['Products', 'OneProduct', 'ByCategory', 'CreateProduct', 'UpdateProduct', 'DeleteProduct'],
  ...['PutBasket', 'AddBasketItem', 'Basket', 'Checkout', 'Orders', 'LambdaApigateways', 'ProductChanges'],
];

// '' is the gateway at the root of its host, '/prod' one behind a stage of API Gateway.
describeInBrowser('the pages in a browser without a network', () => {
  let gateway: RunningGateway;
  let browser: TestBrowser;
  let visit: Visit;

  beforeAll(async () => {
    gateway = await startGateway();
    browser = await openBrowser(gateway.origin);
  });
  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
  });
  afterEach(async () => {
    const { strangers, complaints, page } = visit;
    await page.context().close();
    expect({ strangers, complaints }).toEqual({ strangers: [], complaints: [] });
  });

  describe.each(['', '/prod'])('under "%s/"', (stage) => {
    test('every tab of the playground runs, from left to right', async () => {
      visit = await browser.visit(`${stage}/graphql`);
      const { page } = visit;
      const tabs = page.locator('.graphiql-tab-button');
      await tabs.first().waitFor();
      const names = await tabs.allTextContents();
      expect(names).toEqual(exampleNames);
      for (const [index, name] of names.entries()) {
        await tabs.nth(index).click();
        await page.locator('.graphiql-execute-button').click();
        const answer = page.locator('.result-window .CodeMirror-code');
        await answer
          .getByText(/"(data|errors)"/)
          .first()
          .waitFor();
        expect(`${name}: ${await answer.innerText()}`).not.toContain('"errors"');
      }
    });

    test('the API reference carries out an operation', async () => {
      visit = await browser.visit(`${stage}/docs`);
      const { page } = visit;
      const list = page.locator('.opblock-get', { has: page.locator('[data-path="/product"]') });
      await list.locator('.opblock-summary-control').click();
      await list.getByRole('button', { name: 'Execute' }).click();
      const answer = list.locator('.live-responses-table');
      await answer.waitFor();
      expect(await answer.locator('.response-col_status').last().textContent()).toContain('200');
      expect(await list.locator('.request-url').textContent()).toContain(`${gateway.origin}${stage}/product`);
      expect(await answer.locator('.highlight-code').first().textContent()).toContain('"items"');
    });

    test('the home page leads to every place and its examples carry its own address', async () => {
      visit = await browser.visit(stage || '/');
      const { page } = visit;
      const root = gateway.origin + stage;
      const targets = await Promise.all((await page.locator('a').all()).map((link) => link.getAttribute('href')));
      const links = targets.map((href) => new URL(href!, page.url()).href);
      expect(links).toEqual(
        ['console', 'graphql', 'docs', 'openapi.json', 'schema.graphql', 'problems'].map((place) => `${root}/${place}`),
      );
      for (const link of links) {
        const response = await page.request.get(link, { headers: { accept: 'text/html,*/*' } });
        expect({ link, status: response.status() }).toEqual({ link, status: 200 });
      }
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.getByRole('button', { name: 'Copy the example “REST” of /product' }).click();
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(`curl -s '${root}/product?limit=3'`);
      await page.getByRole('link', { name: 'GraphQL playground' }).click();
      await page.locator('.graphiql-tab-button').first().waitFor();
    });
  });

  test('the first example is ready to run with its variables, as soon as the playground is open', async () => {
    visit = await browser.visit('/graphql');
    await visit.page.locator('.graphiql-editor-tool .CodeMirror-code').getByText('"first"').first().waitFor();
    await visit.page.locator('.graphiql-execute-button').click();
    await visit.page.locator('.result-window .CodeMirror-code').getByText('"edges"').waitFor();
  });

  test('the playground keeps the tabs of its user as they were', async () => {
    visit = await browser.visit('/graphql');
    const { page } = visit;
    await page.locator('.graphiql-query-editor .CodeMirror').click();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('query Mine { __typename }');
    // Not page.waitForFunction, which the page's policy forbids as it evaluates strings.
    while (!(await page.evaluate<boolean>(`localStorage.getItem('tandem:graphiql:tabState')?.includes('Mine')`))) {
      await page.waitForTimeout(50);
    }
    await page.reload();
    const tabs = page.locator('.graphiql-tab-button');
    await tabs.first().waitFor();
    expect(await tabs.allTextContents()).toEqual(['Mine', ...exampleNames.slice(1)]);
    expect(await page.locator('.graphiql-query-editor .CodeMirror-code').textContent()).toContain('query Mine');
  });

  test('the settings of the playground open without a complaint', async () => {
    visit = await browser.visit('/graphql');
    await visit.page.getByRole('button', { name: 'Open settings dialog' }).click();
    await visit.page.getByRole('dialog').waitFor();
  });

  test.each([
    ['/', 320],
    ['/docs', 320],
    ['/graphql', 390],
  ])('%s fits a screen %d pixels wide', async (path, width) => {
    visit = await browser.visit(path, { width, height: 700 });
    await visit.page.locator('.door, .opblock, .graphiql-tab-button').first().waitFor();
    expect(await visit.page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  });

  test('this browser notices what the tests above say does not happen', async () => {
    visit = await browser.visit('/');
    await visit.page.evaluate(`void (new Image().src = 'https://elsewhere.example/picture.png')`);
    while (visit.complaints.length === 0) await visit.page.waitForTimeout(20);
    expect(visit.complaints.join()).toContain('elsewhere.example');
    await visit.page.goto(`${gateway.origin}/schema.graphql`); // has no policy of its own
    await visit.page.evaluate(`fetch('https://elsewhere.example/data').catch(() => {})`);
    expect(visit.strangers).toEqual(['https://elsewhere.example/data']);
    visit.strangers.length = visit.complaints.length = 0;
  });
});

describeInBrowser('the pages of a gateway that asks for tokens', () => {
  let gateway: RunningGateway;
  let browser: TestBrowser;
  beforeAll(async () => {
    gateway = await startWithIssuer();
    browser = await openBrowser(gateway.origin);
  });
  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
  });

  test('who is chosen is who asks, in the API reference and in the playground', async () => {
    const { page, strangers, complaints } = await browser.visit('/docs');
    const orders = page.locator('.opblock-get', { has: page.locator('[data-path="/order"]') });
    await orders.locator('.opblock-summary-control').click();
    const status = async (name: string): Promise<string | null> => {
      await page.locator('.token-chooser select').selectOption(name);
      const answered = page.waitForResponse((response) => new URL(response.url()).pathname === '/order');
      await orders.getByRole('button', { name: 'Execute' }).click();
      return String((await answered).status());
    };
    expect([await status(''), await status('alice'), await status('admin')]).toEqual(['401', '403', '200']);

    // The choice is kept for the other page of the same tab.
    await page.goto(`${gateway.origin}/graphql`);
    await page.locator('.graphiql-tab-button').first().waitFor();
    expect(await page.locator('.token-chooser select').inputValue()).toBe('admin');
    const asked = page.waitForRequest((request) => (request.postData() ?? '').includes('Products'));
    await page.locator('.graphiql-execute-button').click();
    expect((await asked).headers().authorization).toMatch(/^Bearer eyJ/);
    await page.context().close();
    // Chromium calls a refusal of the gateway a failure to load.
    const others = complaints.filter((words) => !/status of 40[13]/.test(words));
    expect({ strangers, others }).toEqual({ strangers: [], others: [] });
  });
});

// What the samples of `npm start` hold is all that there is: no request before the first button of the page.
describeInBrowser('the API reference in front of what npm start serves', () => {
  let gateway: StartedGateway;
  let browser: TestBrowser;
  beforeAll(async () => {
    await buildPages();
    noteTables(definition, '');
    gateway = await startTestGateway({ definition, samples: true });
    browser = await openBrowser(gateway.url);
  });
  afterAll(async () => {
    await browser?.close();
    await gateway?.stop();
  });

  test('every operation succeeds as it is filled in, from the top of the page to its end', async () => {
    const { page, strangers, complaints } = await browser.visit('/docs');
    const operations = page.locator('.opblock');
    await operations.first().waitFor();
    const answers: string[] = [];
    for (const operation of await operations.all()) {
      const control = operation.locator('.opblock-summary-control');
      await control.click();
      const answered = page.waitForResponse((response) => response.request().resourceType() === 'fetch');
      await operation.getByRole('button', { name: 'Execute' }).click();
      const response = await answered;
      const words = `${response.request().method()} ${response.url().slice(gateway.url.length)} ${response.status()}`;
      answers.push(response.status() < 400 ? words : `${words} ${await response.text()}`);
      await operation.locator('.live-responses-table').waitFor();
      await control.click();
      // The moment later of which the answer of a checkout speaks.
      if (response.status() === 202) await gateway.idle();
    }
    expect(answers.filter((words) => !/ 20\d$/.test(words))).toEqual([]);
    expect(answers).toHaveLength(definition.operations.length + definition.documents.length);
    await page.context().close();
    expect({ strangers, complaints }).toEqual({ strangers: [], complaints: [] });
    // Swagger UI works for a second on each operation of so large a document.
  }, 300_000);
});

/** The real gateway over HTTP with an issuer of its own, as `npm start -- --auth=jwt` has it. */
async function startWithIssuer(): Promise<RunningGateway> {
  await buildPages();
  const issuer = openIssuer({});
  // Its address is known only when the gateway listens.
  const signIn: { by?: Authentication } = {};
  const gateway = await openGateway('v1', {
    tokensFrom: `${issuerPath}/token`,
    authentication: { callerOf: async (request) => signIn.by?.callerOf(request) },
  });
  const { handler } = gateway;
  const local: ServeOptions['local'] = (request, response) => issuer.routes(request, response);
  const listening = await serve({ handler, host: '127.0.0.1', port: 0, payload: 'v1', log: () => undefined, local });
  issuer.setUrl(listening.url);
  const { issuer: name, audience, jwksUri } = issuer;
  signIn.by = tokenAuthentication({ issuers: [{ issuer: name, audience, jwksUri }] });
  return { origin: listening.url, close: () => listening.close() };
}

/** The real gateway over HTTP, with the sample products; it stands at the root and behind the stage "prod". */
async function startGateway(): Promise<RunningGateway> {
  await buildPages();
  const gateway = await openGateway('v1');
  const loaded = await gateway.send('POST', '/product/batch', { body: { items: samples } });
  expect(loaded.status).toBe(200);
  const listening = await serve({
    handler: (event, context) => gateway.handler(behindStage(event as APIGatewayProxyEvent), context),
    host: '127.0.0.1',
    port: 0,
    payload: 'v1',
    log: () => undefined,
  });
  return { origin: `http://127.0.0.1:${listening.port}`, close: () => listening.close() };
}

/** A REST API takes the stage off the path that it hands on and keeps the caller's path beside it. */
function behindStage(event: APIGatewayProxyEvent): APIGatewayProxyEvent {
  const path = event.path.replace(/^\/prod(?=\/|$)/, '') || '/';
  return { ...event, path, requestContext: { ...event.requestContext, stage: 'prod' } };
}
