import { areChecked } from '../schema/checked';
import { DeclarationError, domainOf, fieldsOf } from '../schema/facts';
import type { DeclaredClass, DomainFact, TenantFact } from '../schema/facts';
import { isEventSource } from '../schema/domain';
import { gatewayNamePattern } from '../schema/gateway-name';
import { isRecord } from '../schema/guards';
import { operationsOf } from '.';
import type { NamedDocument } from './documents';
import { codesOfDeclarations, ownCodes } from './errors';
import type { ProblemCode } from './errors';
import { changeEventsOf } from './events';
import type { EventFact } from './events';
import type { Consumer } from './consumer';
import type { Journey } from './journey';
import type { Operation } from './operation';
import { capital } from './schema-names';
import { transitionProblems } from './transitions';

/** Items to begin with, for a table that has just been made. */
export interface Samples {
  readonly domain: DeclaredClass;
  /** Bodies of creates. */
  readonly items?: readonly object[];
  /** Where items come about by verbs alone: what is asked for, one after the other. */
  readonly calls?: readonly {
    /** The name of an operation whose path has no key in it. */
    readonly operation: string;
    readonly body: object;
  }[];
}

/** Answers in the shapes of an old system; `legacyForm` of api/legacy makes one. */
export interface LegacyFact {
  /** As clients ask for it: `Accept: application/vnd.tandem.legacy+json;profile=<name>`. */
  readonly name: string;
}

/** Everything that an application, or a part of one, adds to the gateway. Each kind of thing has its one place here. */
export interface ModuleFacts {
  /** Lower-case words with hyphens, for messages. */
  readonly name: string;
  /** The nouns: classes with @Domain. */
  readonly domains?: readonly DeclaredClass[];
  /** The verbs beside the derived ones: what `operation` has made. */
  readonly operations?: readonly Operation[];
  /** What is announced beside the changes of domains. */
  readonly events?: readonly EventFact[];
  /** Who takes events from the bus. Each gets a queue, dead letters, a rule, a function, a role and alarms. */
  readonly consumers?: readonly Consumer[];
  /** What `defineProblems` has given. */
  readonly problems?: Readonly<Record<string, ProblemCode>>;
  /** What `npm start` puts into tables that it has just made. */
  readonly samples?: () => Promise<readonly Samples[]>;
  /** Stories for the contracts beside the life of each noun: Postman, .http and GraphQL files are written from them. */
  readonly journeys?: (operations: readonly Operation[]) => readonly Journey[];
  /** Hand-written TypeGraphQL resolver classes, loaded with the first GraphQL request. */
  readonly resolvers?: () => Promise<readonly ResolverClass[]>;
  /** The shapes of old systems whose clients still call. */
  readonly legacy?: readonly LegacyFact[];
}

/** A class with TypeGraphQL's @Resolver. */
export type ResolverClass = new (...given: never[]) => object;

/** A part of an application, complete and checked. */
export type Module = Required<
  Pick<ModuleFacts, 'name' | 'domains' | 'operations' | 'events' | 'consumers' | 'legacy'>
> &
  Pick<ModuleFacts, 'samples' | 'journeys' | 'resolvers'> & { readonly problems: readonly ProblemCode[] };

/**
 * Puts together what a part of an application adds to the gateway.
 * @throws DeclarationError when something in a list of it is undefined
 */
export function defineModule({ problems = {}, ...facts }: ModuleFacts): Module {
  const { domains, operations, events, consumers, legacy } = facts;
  checkDefined(`the module "${facts.name}"`, { domains, operations, events, consumers, legacy });
  return {
    domains: [],
    operations: [],
    events: [],
    consumers: [],
    legacy: [],
    ...facts,
    problems: Object.values(problems),
  };
}

/** What makes a gateway. */
export interface GatewayFacts {
  /** Lower-case letters, digits and hyphens: stands before the names of everything that is deployed. */
  readonly name: string;
  /** For people: on pages, in documents. The name with a capital when left out. */
  readonly title?: string;
  /** One sentence for the documents. */
  readonly description?: string;
  /** The name of the event bus, after the prefix of a stage; `events` when left out. */
  readonly eventBus?: string;
  readonly modules: readonly Module[];
  /** Whether callers may do writes of several items together, `POST /transaction`; false when left out. */
  readonly transactions?: boolean;
  /** Whether GraphQL is a subgraph of Apollo Federation 2; false when left out. */
  readonly federation?: boolean;
  /** Queries and mutations with names, each query a path of its own: what `documentsIn` has read. */
  readonly documents?: readonly NamedDocument[];
}

/** A whole gateway as it is declared; every program and every face reads this one description. */
export interface GatewayDefinition {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly eventBus: string;
  readonly modules: readonly Module[];
  readonly domains: readonly DeclaredClass[];
  readonly operations: readonly Operation[];
  /** Everything that is put on the bus. */
  readonly events: readonly EventFact[];
  readonly consumers: readonly Consumer[];
  /** The codes of every error that can be answered with: those of all gateways, and those of the modules. */
  readonly problems: readonly ProblemCode[];
  readonly legacy: readonly LegacyFact[];
  /** Whether GraphQL is a subgraph of Apollo Federation 2. */
  readonly federation: boolean;
  /** The documents with names. */
  readonly documents: readonly NamedDocument[];
}

/** Whose claim tells the tenant in a gateway; undefined for one in which no domain has tenants. */
export function tenantFactIn({ domains }: Pick<GatewayDefinition, 'domains'>): TenantFact | undefined {
  return domains.map((type) => domainOf(type).tenant).find((tenant) => tenant !== undefined);
}

/** The hand-written resolver classes of all modules. */
export async function resolversOf(modules: readonly Module[]): Promise<readonly ResolverClass[]> {
  return (await Promise.all(modules.map(async ({ resolvers }) => (await resolvers?.()) ?? []))).flat();
}

/**
 * Puts a gateway together from its modules.
 * @throws DeclarationError when two things of them would have one name, path, table or GraphQL type, or when one needs
 * what is not there
 */
export function defineGateway(facts: GatewayFacts): GatewayDefinition {
  const { name, modules, title = capital(name), eventBus = 'events' } = facts;
  checkDefined(`the gateway "${name}"`, { modules });
  if (!gatewayNamePattern.test(name)) {
    throw new DeclarationError(
      `The gateway has the name "${name}": write 2 to 32 lower-case letters, digits and hyphens, such as 'my-api'.`,
    );
  }
  const domains = modules.flatMap((module) => module.domains);
  const operations = operationsOf(
    domains,
    modules.flatMap((module) => module.operations),
    { transactions: facts.transactions },
  );
  const events = [
    ...modules.flatMap((module) => module.events),
    ...changeEventsOf(domains.map((type): DomainFact => domainOf(type))),
  ];
  const consumers = modules.flatMap((module) => module.consumers);
  const legacy = modules.flatMap((module) => module.legacy);
  const declared = [
    ...operations.flatMap((operation) => operation.problems),
    ...domains.flatMap((type) => transitionProblems(domainOf(type))).map(({ problem }) => problem),
  ];
  const problems = [
    ...ownCodes,
    ...codesOfDeclarations.filter((code) => declared.includes(code)),
    ...modules.flatMap((module) => module.problems),
  ];
  const definition: GatewayDefinition = {
    name,
    title,
    description: facts.description ?? 'A gateway that serves the same operations over GraphQL and REST.',
    eventBus,
    modules,
    domains,
    operations,
    events,
    consumers,
    problems,
    legacy,
    federation: facts.federation ?? false,
    documents: facts.documents ?? [],
  };
  if (!areChecked) checkDefinition(definition);
  return definition;
}

/** What can be said against the parts of a gateway beside each other. @throws DeclarationError */
function checkDefinition({ domains, operations, events, consumers, legacy, problems }: GatewayDefinition): void {
  checkUnique(
    'event',
    events.map(({ source, detailType }) => `${source} ${detailType}`),
  );
  checkUnique(
    'consumer',
    consumers.map((consumer) => consumer.name),
  );
  checkUnique(
    'legacy form',
    legacy.map((form) => form.name),
  );
  checkEvents(events);
  checkConsumers(consumers, events);
  checkProblems(domains, operations, consumers, problems);
}

function checkUnique(what: string, names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined)
    throw new DeclarationError(`Two modules bring the ${what} "${twice}": rename one of the two.`);
}

/** A file of a circle of imports is read before what it imports has run, and finds nothing there. */
function checkDefined(owner: string, lists: Readonly<Record<string, readonly unknown[] | undefined>>): void {
  for (const [list, elements = []] of Object.entries(lists)) {
    const index = elements.indexOf(undefined);
    if (index < 0) continue;
    throw new DeclarationError(
      `${list}[${index}] of ${owner} is undefined: look for files that import each other, and for a name that its file does not export.`,
    );
  }
}

/** What no module declares has no page, and no place in the documents. */
function checkProblems(
  domains: readonly DeclaredClass[],
  operations: readonly Operation[],
  consumers: readonly Consumer[],
  declared: readonly ProblemCode[],
): void {
  const lists = [
    ...domains
      .flatMap((type) => transitionProblems(domainOf(type)))
      .map(({ who, problem }) => ({ who: `${who} with its transitions`, problems: [problem] })),
    ...operations.map(({ name, problems }) => ({ who: `The operation ${name}`, problems })),
    ...consumers.map(({ name, alarms = [] }) => ({
      who: `An alarm of the consumer "${name}"`,
      problems: alarms.map(({ code }) => code),
    })),
  ];
  for (const { who, problems } of lists) {
    const missing = problems.filter((code) => !declared.includes(code));
    if (missing.length === 0) continue;
    throw new DeclarationError(
      `${who} lists the problem "${missing[0]}", which no module declares: list it in the problems of its module.`,
    );
  }
}

/** EventBridge's own limits: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html */
function checkEvents(events: readonly EventFact[]): void {
  for (const { source, detailType, detail } of events) {
    if (!isEventSource(source) || !isDetailType(detailType)) {
      throw new DeclarationError(
        `The event ${detailType} of ${source} has a name that EventBridge does not take: write a source such as 'com.example.book' and a detailType such as 'BookLent'.`,
      );
    }
    if (hasFields(detail)) continue;
    throw new DeclarationError(
      `The event ${detailType} of ${source} has no class as its detail: write detail: { type: ${detailType} }, and in the class ${detailType} a decorator such as @Text() on each field.`,
    );
  }
}

const isDetailType = (text: unknown): boolean => typeof text === 'string' && text.length > 0 && text.length <= 128;

/** Whether a detail is what `EventFact` says, also where nobody has compared the types. */
function hasFields(detail: unknown): boolean {
  if (!isRecord(detail)) return false;
  if ('domain' in detail) return true;
  return typeof detail.type === 'function' && fieldsOf(detail.type as DeclaredClass).length > 0;
}

/** Names that the functions and queues of the gateway itself have. */
const takenNames = ['gateway', 'handler', 'relay'];

function checkConsumers(consumers: readonly Consumer[], events: readonly EventFact[]): void {
  for (const { name, event } of consumers) {
    if (!gatewayNamePattern.test(name) || takenNames.includes(name)) {
      throw new DeclarationError(
        `The consumer "${name}" gives its name to a function and a queue: write lower-case letters, digits and hyphens, such as 'orders', but not ${takenNames.join(' or ')}.`,
      );
    }
    if (!events.some(({ source, detailType }) => source === event.source && detailType === event.detailType)) {
      throw new DeclarationError(
        `The consumer "${name}" waits for ${event.detailType} of ${event.source}, which nobody sends: list the event in the events of its module, or let its domain say events: true.`,
      );
    }
  }
}
