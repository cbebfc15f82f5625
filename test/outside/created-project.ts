import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { templates } from '../../create/project';
import type { TemplateName } from '../../create/project';
import { recordOf } from '../../schema/guards';
import { attempt, run, start, weightOf } from './project';
import type { Started } from './project';

// A project as somebody outside gets it: both packages are built and packed, `create-tandem` writes an application into an
// empty folder, npm installs it from the tarballs, and its owner does there what its README says. Then the same for one
// that was created from the previous package. It needs the registry, so that `npm test` leaves it to the gate.

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'tandem-outside-'));

/** The two packages, packed. */
interface Packed {
  readonly gateway: string;
  readonly create: string;
}

/** Everything, or the parts that the command line names: empty, shop, upgrade. */
async function main(parts: readonly string[]): Promise<void> {
  const isWanted = (part: string): boolean => parts.length === 0 || parts.includes(part);
  const packed = pack();
  for (const template of (Object.keys(templates) as TemplateName[]).filter(isWanted))
    await tryProject(template, packed);
  for (const version of isWanted('upgrade') ? previousVersions() : []) await tryUpgrade(version, packed);
}

function pack(): Packed {
  run(root, 'npm run --silent build:package');
  run(root, 'npm run --silent build:create');
  return {
    gateway: join(folder, run(join(root, 'build/package'), `npm pack --silent --pack-destination ${folder}`).trim()),
    create: join(
      folder,
      run(join(root, 'build/create-tandem'), `npm pack --silent --pack-destination ${folder}`).trim(),
    ),
  };
}

function create(place: string, name: string, template: TemplateName, { gateway, create: program }: Packed): string {
  mkdirSync(place, { recursive: true });
  run(
    place,
    `npx --package file:${program} create-tandem ${name} --yes --template ${template} --package file:${gateway}`,
  );
  return join(place, name);
}

async function tryProject(template: TemplateName, packed: Packed): Promise<void> {
  const began = performance.now();
  const project = create(join(folder, `of-${template}`), 'my-api', template, packed);
  run(project, 'npm install');
  const gateway = await start(project);
  const seconds = (performance.now() - began) / 1000;
  const { packages, megabytes } = weightOf(project);
  say(
    `${template}: ${packages} packages, ${megabytes} MB, ${seconds.toFixed(1)} s from npm create to the first answer`,
  );
  assert.ok(megabytes < 250, 'a created project weighs less than 250 MB');
  await living(gateway, template === 'empty' ? lifeOfTask : journeyOfShop);
  say(`${template}: its life on REST, GraphQL and MCP`);

  run(project, 'npm test');
  assert.equal(attempt(project, 'npx tandem doctor').code, 1, 'generated files are missing before the first generate');
  run(project, 'npm run generate');
  run(project, 'npm run check');
  assert.match(run(project, 'npx tandem plan --release'), /Wrote release 0\.1\.0/);
  assert.ok(existsSync(join(project, 'schema/released/manifest.json')));
  assert.match(run(project, 'npx tandem doctor'), /a release is recorded[\s\S]*Nothing needs a mend/);
  say(`${template}: npm test, generate, check, plan --release, doctor`);

  run(
    project,
    'npx tandem add domain entry-line account:text:64 number:integer:1.. amount:integer:1..99 --key account,number',
  );
  run(project, 'npm run generate');
  run(project, 'npm run check');
  assert.match(run(project, 'npm run --silent plan'), /entry-line\s+is a new table/);
  await living(await start(project), lifeOfEntryLine);
  say(`${template}: add domain entry-line, with a numeric key`);

  await tryClient(project, template);
  say(`${template}: a typed client of its own nouns`);

  const refused = attempt(project, 'npx tandem synth');
  const [install] = /npm install --save-dev .+/.exec(refused.text) ?? [];
  assert.equal(refused.code, 1);
  assert.ok(install, `synth says what to install: ${refused.text}`);
  assert.doesNotMatch(refused.text, /\n\s+at /);
  run(project, install);
  run(project, 'npm run synth');
  const output = readdirSync(join(project, 'cdk.out')).find((name) => name.endsWith('.template.json'));
  const { Resources } = recordOf(JSON.parse(readFileSync(join(project, 'cdk.out', String(output)), 'utf8')));
  const tables = Object.values(recordOf(Resources)).filter((one) => recordOf(one).Type === 'AWS::DynamoDB::Table');
  assert.ok(tables.length >= 4, 'the nouns, the outbox and the idempotency records');
  const whole = weightOf(project);
  say(`${template}: synth; with the CDK ${whole.packages} packages, ${whole.megabytes} MB`);
}

/** What calls the client of a created project: that of its README, and of a noun that was added to it. */
async function tryClient(project: string, template: TemplateName): Promise<void> {
  run(project, 'npx tandem sdk');
  const [, told = ''] =
    /```ts\n(\/\/ tasks\.ts\n[\s\S]*?)```/.exec(readFileSync(join(project, 'README.md'), 'utf8')) ?? [];
  const ofTemplate = template === 'empty' ? told : programOfShop;
  assert.match(ofTemplate, /127\.0\.0\.1:4000/);
  const gateway = await start(project);
  await living(gateway, async ({ url }) => {
    writeFileSync(join(project, 'tasks.ts'), ofTemplate.replace('http://127.0.0.1:4000', url));
    writeFileSync(join(project, 'lines.ts'), programOfEntryLine.replace('http://127.0.0.1:4000', url));
    // Types are compared, and what is not a field of the noun is no program.
    run(project, 'npm run check');
    const program = (name: string): string => run(project, `node --require @tandem/gateway/register ${name}`);
    assert.match(program('tasks.ts'), template === 'empty' ? /^Answer the letters true$/m : /^Pocket Radio 20$/m);
    assert.match(program('lines.ts'), /^rest 7 3 undefined\ngraphql 7 3 undefined$/m);
  });
  for (const name of ['tasks.ts', 'lines.ts']) rmSync(join(project, name));
}

const programOfShop = `import { createClient } from './sdk';

async function main() {
  const client = createClient({ url: 'http://127.0.0.1:4000' });
  const { title, price } = await client.product.create({ title: 'Pocket Radio', category: 'Radio', price: 20 });
  console.log(title, price);
}

void main();
`;

const programOfEntryLine = `import { createClient } from './sdk';

async function main() {
  for (const transport of ['rest', 'graphql'] as const) {
    const client = createClient({ url: 'http://127.0.0.1:4000', transport });
    const line = await client.entryLine.create({ account: 'ann', number: 7, amount: 2 });
    // @ts-expect-error an amount is a number
    void (line.amount satisfies string);
    const { number, amount } = await client.entryLine.update(line, { amount: 3 });
    await client.entryLine.delete({ account: 'ann', number });
    console.log(transport, number, amount, await client.entryLine.get(line));
  }
}

void main();
`;

async function living(gateway: Started, life: (gateway: Started) => Promise<void>): Promise<void> {
  try {
    await life(gateway);
  } finally {
    await gateway.stop();
  }
}

async function lifeOfTask({ ask, graphql, tool }: Started): Promise<void> {
  const created = await ask('POST', '/task', { id: 't-1', title: 'Water the plants' });
  assert.deepEqual([created.status, created.json.done], [201, false]);
  assert.deepEqual(await graphql('{ tasks(first: 5) { edges { node { id } } } }'), {
    tasks: { edges: [{ node: { id: 't-1' } }] },
  });
  assert.equal((await tool('completeTask', { id: 't-1' })).done, true);
  assert.equal((await ask('POST', '/task/t-1/complete')).status, 409);
  assert.equal((await ask('DELETE', '/task/t-1')).status, 204);
  assert.equal((await ask('GET', '/task/t-1')).status, 404);
}

async function journeyOfShop({ ask, graphql, tool }: Started): Promise<void> {
  const product = { id: 'radio', title: 'Pocket Radio', category: 'Radio', price: 20, stock: 5 };
  assert.equal((await ask('POST', '/product', product)).status, 201);
  await graphql('mutation { addBasketItem(userName: "ada", productId: "radio", quantity: 2, price: 20) { userName } }');
  await tool('updateProduct', { id: 'radio', patch: { price: 25 } });
  const buyer = {
    firstName: 'Ada',
    lastName: 'Lovelace',
    email: 'ada@example.com',
    address: '1 Main Street',
    paymentMethod: 1,
  };
  const changed = await ask('POST', '/basket/checkout', { userName: 'ada', ...buyer });
  assert.deepEqual([changed.status, changed.json.type], [409, '/problems/price-changed']);
  await ask('POST', '/basket', { userName: 'ada', items: [{ productId: 'radio', quantity: 2, price: 25 }] });
  const bought = await ask('POST', '/basket/checkout', { userName: 'ada', ...buyer });
  assert.deepEqual([bought.status, bought.json.totalPrice], [202, 50]);
  const path = `/order/ada/${String(bought.json.orderId)}`;
  // It is placed by way of the event bus, a moment later.
  for (let rest = 100; (await ask('GET', path)).json.status === 'PENDING' && rest > 0; rest -= 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.equal((await ask('GET', path)).json.status, 'PLACED');
  assert.equal((await ask('GET', '/product/radio')).json.stock, 3);
}

async function lifeOfEntryLine({ ask, graphql, tool }: Started): Promise<void> {
  const created = await ask('POST', '/entry-line', { account: 'ann', number: 7, amount: 2 });
  assert.equal(created.status, 201);
  assert.deepEqual(await graphql('{ entryLine(account: "ann", number: 7) { amount } }'), { entryLine: { amount: 2 } });
  assert.equal((await tool('updateEntryLine', { account: 'ann', number: 7, patch: { amount: 3 } })).version, 2);
  assert.equal((await ask('PATCH', '/entry-line/ann/7', { amount: 100 })).status, 422);
  assert.equal((await ask('DELETE', '/entry-line/ann/7')).status, 204);
}

const kept = join(__dirname, 'previous');

/** The versions of which `npm run package:keep` has kept the packages. */
function previousVersions(): readonly string[] {
  return existsSync(kept) ? readdirSync(kept) : [];
}

/** A project of a package of before, with edits of its owner, on the package of today. */
async function tryUpgrade(version: string, packed: Packed): Promise<void> {
  const before = { gateway: join(kept, version, 'gateway.tgz'), create: join(kept, version, 'create-tandem.tgz') };
  const project = create(join(folder, `before-${version}`), 'my-api', 'empty', before);
  run(project, 'npm install');
  const noun = join(project, 'schema/task.ts');
  const edited = readFileSync(noun, 'utf8').replace('max: 120', 'max: 90');
  assert.ok(edited.includes('max: 90'));
  writeFileSync(noun, edited);
  run(project, 'npm run generate && npx tandem plan --release');

  // In the place of the registry, where a newer version would be: `npm update @tandem/gateway`.
  run(project, `npm install file:${packed.gateway}`);
  run(project, 'npx tandem generate');
  // The package of before said that root fields of GraphQL are never null: the plan tells callers of it, and what to do.
  const told = attempt(project, 'npx tandem plan');
  assert.match(told.text, /npm version 0\.2\.0 --no-git-tag-version/);
  assert.match(told.text, /\nThe gateway itself\n/, 'the changes are none of the application');
  run(project, 'npm version 0.2.0 --no-git-tag-version');
  assert.match(run(project, 'npx tandem plan'), /May be deployed|Nothing to deploy/);
  assert.equal(readFileSync(noun, 'utf8'), edited, 'edits are kept');
  run(project, 'npm test');
  run(project, 'npx tandem doctor');
  await living(await start(project), async (gateway) => {
    await lifeOfTask(gateway);
    const long = await gateway.ask('POST', '/task', { title: 'x'.repeat(91) });
    assert.equal(long.status, 422, 'the edit is in force');
  });
  say(`upgrade: a project of ${version} runs on the package of today, its edits kept`);
}

const say = (words: string): boolean => process.stdout.write(`${words}\n`);

main(process.argv.slice(2))
  .finally(() => rmSync(folder, { recursive: true, force: true }))
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
