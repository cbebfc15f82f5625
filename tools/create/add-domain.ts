import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openQuestions, Unanswered } from '../../create/ask';
import type { Terminal } from '../../create/ask';
import { messageOf } from '../../schema/guards';
import { loadDefinition } from '../../services/application';
import { complaintOf } from '../../services/command-line';
import type { GatewayDefinition } from '../../services/definition';
import { nestedIn } from './class-text';
import type { PlannedDomain } from './class-text';
import { fieldFrom, fieldHelp } from './field-words';
import type { PlannedField, PlannedKey } from './planned';
import { fieldsIn } from './sample';
import { lowerFirst, namesOf, Refused } from './words';
import type { DomainNames } from './words';
import { checkFree, notListed, writeDomains } from './write-domains';

const usage = `Writes a domain, a noun of the application, and puts it into the list of its module.

  npx tandem add domain <name> [field …] [options]

  npx tandem add domain order-line order:text:64 number:integer:1.. quantity:integer --key order,number
  npx tandem add domain supplier --sample supplier.json

  name                one thing of the domain, in one or more words: order-line is served at /order-line

${fieldHelp}

  --sample <file>     guess the fields from an object in a JSON file, or from a list of them; fields that are said as
                      well are taken as they are said. An enumeration is never guessed
  --key <field>       the field that names an item, or two with a comma in between, such as order,number: lists of one
                      order are then sorted by number. Left out, it is "id" or the name and "Id"; where there is no such
                      field, an id is added that the service makes
  --plural <name>     the GraphQL name of the list, where the usual rules of English are wrong
  --help              print this

Without fields and without a sample it asks for them.
`;

/**
 * `tandem add domain`: writes the class of a noun and lists it, when the gateway takes it.
 * @returns the exit code: 0 when it is written; 1 when nothing was; 2 for a command line that cannot be meant
 */
export async function add(
  line: readonly string[],
  folder: string,
  terminal: Terminal & { readonly complaints: NodeJS.WritableStream } = {
    input: process.stdin,
    output: process.stdout,
    complaints: process.stderr,
  },
): Promise<number> {
  try {
    const options = readLine(line);
    if (options.help) {
      terminal.output.write(usage);
      return 0;
    }
    terminal.output.write(await addDomain(options, folder, terminal));
    return 0;
  } catch (error) {
    const isUsage = error instanceof UsageError;
    terminal.complaints.write(`${complaintOf(error)}${isUsage ? 'See: npx tandem add --help\n' : ''}`);
    return isUsage ? 2 : 1;
  }
}

class UsageError extends Error {
  override readonly name = 'UsageError';
}

type Options = ReturnType<typeof readLine>;

function readLine(line: readonly string[]) {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...line],
      allowPositionals: true,
      options: {
        sample: { type: 'string' },
        key: { type: 'string' },
        plural: { type: 'string' },
        help: { type: 'boolean', default: false, short: 'h' },
      },
    });
  } catch (error) {
    const [sentence = ''] = messageOf(error).split(/\.\s|\n/);
    throw new UsageError(`${sentence.replace(/\.$/, '')}.`);
  }
  const { values, positionals } = parsed;
  const [what, name, ...fields] = positionals;
  if (!values.help && (what !== 'domain' || name === undefined)) {
    throw new UsageError(
      what === 'domain' || what === undefined
        ? 'Say what is added, such as: npx tandem add domain order-line.'
        : `There is no "${what}" to add, only a domain: npx tandem add domain order-line.`,
    );
  }
  return { ...values, name: name ?? '', fields };
}

async function addDomain(options: Options, folder: string, terminal: Terminal): Promise<string> {
  const names = namesOf(options.name, options.plural);
  const definition = await loadDefinition(folder);
  const path = `schema/${names.name}.ts`;
  checkFree({ folder, path });
  const { domain, notes } = planOf(names, options, await fieldsOf(names, options, folder, terminal));
  const { list } = await writeDomains([domain], { folder, path, definition });
  if (list === undefined) throw new Refused(`${path} is written, but ${notListed([domain], path)}`);
  return report(domain, list, notes, definition);
}

interface Said {
  readonly fields: readonly PlannedField[];
  readonly key?: string;
  readonly notes: readonly string[];
}

/** The fields as the command line, a sample, or the answers in a terminal tell them. */
async function fieldsOf(
  names: DomainNames,
  { fields, sample, key }: Options,
  folder: string,
  terminal: Terminal,
): Promise<Said> {
  const said = fields.map(fieldFrom);
  if (sample !== undefined) {
    const guessed = fieldsIn(sampleIn(resolve(folder, sample)), names.className);
    const saidNames = said.map(({ name }) => name);
    return {
      fields: [...guessed.fields.filter(({ name }) => !saidNames.includes(name)), ...said],
      key,
      notes: guessed.left.map(
        (name) => `The service itself keeps "${name}" on every item, so the class leaves it out.`,
      ),
    };
  }
  if (said.length > 0) return { fields: said, key, notes: [] };
  if (!terminal.input.isTTY) {
    throw new Refused(
      `Say what ${names.name} holds: npx tandem add domain ${names.name} title:text:120, or --sample with a JSON file.`,
    );
  }
  return askFields(names, key, terminal);
}

function sampleIn(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new Refused(`There is no file ${path} to read the sample from.`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Refused(`${path} is no JSON: ${messageOf(error)}.`);
  }
}

async function askFields({ name }: DomainNames, key: string | undefined, terminal: Terminal): Promise<Said> {
  terminal.output.write(`\n  What does ${name} hold?\n\n${fieldHelp}\n\n`);
  const questions = openQuestions(terminal);
  try {
    const fields: PlannedField[] = [];
    for (;;) {
      const words = await questions.ask(fields.length === 0 ? 'Field' : 'Another, or Enter', '', (text) => {
        if (text === '')
          return fields.length > 0 ? undefined : 'A domain has one field or more, such as title:text:120.';
        const fault = faultOf(() => fieldFrom(text));
        const isThere = fields.some((field) => field.name === text.split(':')[0]);
        return fault ?? (isThere ? 'There is a field of this name already.' : undefined);
      });
      if (words === '') break;
      fields.push(fieldFrom(words));
    }
    const usualKey = guessedKey(name, fields)?.name ?? 'id';
    const given =
      key ?? (await questions.ask('Key, one field or two such as order,number', usualKey, keyFault(fields)));
    return { fields, key: given === usualKey ? key : given, notes: [] };
  } catch (error) {
    throw error instanceof Unanswered ? new Refused(error.message) : error;
  } finally {
    questions.close();
  }
}

const keyFault =
  (fields: readonly PlannedField[]) =>
  (text: string): string | undefined =>
    faultOf(() => keyFrom(text, text === 'id' ? [...fields, serviceId] : fields));

function faultOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}

const serviceId: PlannedField = { name: 'id', kind: 'id', optional: false };

/** The field that an item is called by in most data: "id", or the name of the domain and "Id". */
function guessedKey(name: string, fields: readonly PlannedField[]): PlannedField | undefined {
  const candidates = ['id', `${lowerFirst(namesOf(name, name).className)}Id`];
  return candidates
    .map((candidate) => fields.find((field) => field.name === candidate))
    .find((field) => field !== undefined && ['id', 'text', 'integer'].includes(field.kind));
}

function keyFrom(words: string, fields: readonly PlannedField[]): PlannedKey {
  const [partition = '', sort, ...more] = words.split(',').map((word) => word.trim());
  if (more.length > 0) throw new Refused('A key has one field or two: --key order,number.');
  for (const name of [partition, ...(sort === undefined ? [] : [sort])]) {
    if (fields.some((field) => field.name === name)) continue;
    throw new Refused(
      `The key names the field "${name}", which is not there: take one of ${fields.map((field) => field.name).join(', ')}.`,
    );
  }
  return { partition, ...(sort !== undefined && { sort }) };
}

/** DynamoDB takes 2048 bytes of a partition key and 1024 of a sort key, and a character may have four. */
const most = { partition: 512, sort: 256 };

function planOf(
  names: DomainNames,
  { key: keySaid }: Options,
  { fields, key = keySaid, notes }: Said,
): { domain: PlannedDomain; notes: readonly string[] } {
  const twice = fields.find(({ name }, index) => fields.findIndex((field) => field.name === name) < index);
  if (twice) throw new Refused(`The field "${twice.name}" is said twice: leave one away.`);
  const guessed = key === undefined ? guessedKey(names.name, fields) : undefined;
  const made = key === undefined && !guessed ? [serviceId] : key === 'id' && !fields.some(isId) ? [serviceId] : [];
  const all = [...made, ...fields];
  const chosen = keyFrom(key ?? guessed?.name ?? 'id', all);
  const planned = all.map((field) => (guessed === field ? asGuessedKey(field) : fitting(field, chosen)));
  // Where the only id is the whole key, the class need not say so.
  const ids = planned.filter(({ kind }) => kind === 'id');
  const isUsual = chosen.sort === undefined && ids.length === 1 && ids[0]?.name === chosen.partition;
  const domain = { names, className: names.className, fields: planned, ...(!isUsual && { key: chosen }) };
  const classNames = [...nestedIn(domain), domain].map(({ className }) => className);
  const same = classNames.find((name, index) => classNames.indexOf(name) < index);
  if (same !== undefined) throw new Refused(`Two parts of the sample would be the class ${same}: rename one of them.`);
  return { domain, notes };
}

const isId = ({ name }: PlannedField): boolean => name === 'id';

/** A text that names an item is an id, which the service makes where a create leaves it out. */
const asGuessedKey = (field: PlannedField): PlannedField =>
  field.kind === 'text' ? { ...serviceId, name: field.name } : { ...field, optional: false };

/** A field of the key has room for what a key takes, unless it was said how long it is. */
function fitting(field: PlannedField, { partition, sort }: PlannedKey): PlannedField {
  const place = field.name === partition ? 'partition' : field.name === sort ? 'sort' : undefined;
  if (!place) return field;
  if (field.kind === 'text') return { ...field, max: Math.min(field.max ?? 120, most[place]) };
  if (field.kind === 'id' && place === 'sort') return { ...field, max: Math.min(field.max ?? 1024, 1024) };
  return field;
}

function report(
  { names, fields }: PlannedDomain,
  listFile: string,
  notes: readonly string[],
  { name }: GatewayDefinition,
): string {
  const width = Math.max(`schema/${names.name}.ts`.length, listFile.length);
  const told = fields.map((field) => `${field.name} ${field.kind}${field.optional ? ' (optional)' : ''}`).join(', ');
  return `
  ${`schema/${names.name}.ts`.padEnd(width)}   the class ${names.className}: ${told}
  ${listFile.padEnd(width)}   lists it
${notes.map((note) => `\n  ${note}\n`).join('')}
  Whoever is signed in may read and write; access in the class says so. Look at the limits of its fields, then:

    npm run generate   writes what follows from it: the schema, the API documents, who may do what
    npm start          serves ${name} with /${names.name}, ${names.plural} in GraphQL, and a tool for each operation
`;
}
