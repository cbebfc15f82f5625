import { DeclarationError, keyFields } from '../schema/facts';
import type { DomainFact } from '../schema/facts';
import { channels, fitsPath, reservedNames } from '../schema/channels';
import type { ChannelFact } from '../schema/channels';
import type { UniqueFact } from '../schema/unique';
import type { KeyFaults } from './context';
import type { FieldProblem } from './errors';
import type { Operation, Route } from './operation';

/** The path of an item as a pattern, with the key fields in braces. */
export function itemPath(domain: DomainFact): string {
  return `/${[domain.name, ...keyFields(domain).map(({ name }) => `{${name}}`)].join('/')}`;
}

/** The path of the item that has such values, which no other item has: /user/by/email/{email}. */
export function lookupPath({ name }: DomainFact, { name: unique, fields }: UniqueFact): string {
  return `/${[name, 'by', unique, ...fields.map((field) => `{${field}}`)].join('/')}`;
}

/** What a client takes out of a path before it sends it, percent-encoded or not (RFC 3986, section 5.2.4). */
const dotSegments = ['.', '..'];

/** Set before a key that would be read as something else. Unreserved, so that nobody on the way changes it. */
const mark = '~';

/** An operation, as far as its path is concerned. */
interface HasPath {
  readonly route: Pick<Route, 'path'>;
}

/** What stands at the place of a parameter in the paths of other operations, by the names of the parameters. */
export type Words = ReadonlyMap<string, readonly string[]>;

/**
 * The words that stand, in the paths of a list of operations, where a pattern has a parameter: of /order/{userName} those
 * are `batch` and `changes`, because of /order/batch and /order/changes. A key that is one of them is marked in a path, and
 * so is one that a path cannot hold, so that every item has a path of its own.
 */
export function wordsOf(pattern: string, operations: readonly HasPath[]): Words {
  const segments = segmentsOf(pattern);
  const others = operations.map(({ route }) => segmentsOf(route.path));
  return new Map(
    segments.flatMap((segment, index): [string, readonly string[]][] => {
      if (!isParameter(segment)) return [];
      const siblings = others
        .filter((other) => other.length > index && isSame(other.slice(0, index), segments.slice(0, index)))
        .map((other) => other[index] ?? '');
      return [[nameOf(segment), [...new Set(siblings)].filter((word) => !isParameter(word))]];
    }),
  );
}

/** How keys stand in the paths of a list of operations. */
export interface Paths {
  /** A pattern with the values of its parameters, percent-encoded. */
  write(pattern: string, values: Readonly<Record<string, unknown>>): string;
  /** The value of a parameter of a pattern, from a segment that has been percent-decoded. */
  read(pattern: string, parameter: string, segment: string): string;
}

/** Makes what writes and reads the paths of a list of operations. */
export function pathsOf(operations: readonly HasPath[]): Paths {
  const known = new Map<string, Words>();
  const wordsAt = (pattern: string): Words => {
    const words = known.get(pattern) ?? wordsOf(pattern, operations);
    known.set(pattern, words);
    return words;
  };
  return {
    write: (pattern, values) =>
      pattern.replace(/\{(\w+)\}/g, (_, name: string) => {
        const value = String(values[name]);
        return encodeURIComponent(isMarked(value, wordsAt(pattern).get(name)) ? `${mark}${value}` : value);
      }),
    read: (pattern, parameter, segment) => {
      const value = segment.slice(mark.length);
      return segment.startsWith(mark) && isMarked(value, wordsAt(pattern).get(parameter)) ? value : segment;
    },
  };
}

/** Whether a value is such a word, or one with marks, which needs one more lest it be read as the word. */
function isMarked(value: string, words: readonly string[] = []): boolean {
  const word = value.replace(/^~+/, '');
  return dotSegments.includes(word) || words.includes(word);
}

/**
 * Makes what judges the keys of new items where the door in front of the gateway decodes paths, as an HTTP API does. It
 * ends the path at a "?" of a key, so that a request for the item would reach the one whose key stands before it. A "/"
 * makes two segments of one: nobody can tell what is meant, which is well as long as nothing else has such a path.
 */
export function keyFaultsOfDecoded(operations: readonly Operation[]): KeyFaults {
  const paths = pathsOf(operations);

  /** Whether a path with such a part of a key is, once it is decoded, the path of something else. */
  function isTaken(domain: DomainFact, name: string, value: string): boolean {
    const others = Object.fromEntries(keyFields(domain).map((field) => [field.name, 'other']));
    return operations
      .filter(({ domain: owner, route }) => owner === domain && route.path.includes(`{${name}}`))
      .map(({ route }) => decodeURIComponent(paths.write(route.path, { ...others, [name]: value.toWellFormed() })))
      .some((path) => !segmentsOf(path).includes('') && operations.some(({ route }) => fitsPath(route.path, path)));
  }

  function lostSignOf(domain: DomainFact, name: string, value: unknown): string | undefined {
    if (typeof value !== 'string') return undefined;
    if (value.includes('?')) return '?';
    return value.includes('/') && isTaken(domain, name, value) ? '/' : undefined;
  }

  return (domain, item) =>
    keyFields(domain).flatMap(({ name }): FieldProblem[] => {
      const sign = lostSignOf(domain, name, item[name]);
      return sign === undefined ? [] : [{ pointer: `/${name}`, detail: lostKey(sign) }];
    });
}

const lostKey = (sign: string): string =>
  `must not hold "${sign}" here: an HTTP API decodes paths, so that the path of the item would lead to another one. ` +
  'Choose another value, or create it through a REST API or a function URL';

/** @throws DeclarationError when an operation could never be reached over REST, or not with its key */
export function checkRoutes(operations: readonly Operation[]): void {
  const owners = new Map<string, string>();
  for (const operation of operations) {
    const { name, route } = operation;
    checkPath(operation);
    const shape = shapeOf(route);
    const owner = owners.get(shape);
    if (owner !== undefined) {
      throw new DeclarationError(
        `${name} and ${owner} both answer ${route.method} ${route.path}: give one of them another path or method.`,
      );
    }
    owners.set(shape, name);
  }
}

const channelPaths = Object.values<ChannelFact>(channels).flatMap(({ paths }) => paths);

/** What a path of an operation can be: segments of unreserved characters (RFC 3986, section 2.3), or whole parameters. */
const pathPattern = /^(\/([A-Za-z0-9\-._~]+|\{\w+\}))+$/;

function checkPath({ name, route: { path }, key }: Operation): void {
  if (!pathPattern.test(path)) {
    throw new DeclarationError(
      `${name} has the path "${path}": write segments of letters, digits and hyphens, each behind a "/", with the fields of its key in braces, such as '/book/{id}/loan'.`,
    );
  }
  const segments = segmentsOf(path);
  if (reservedNames.includes(segments[0] ?? '') || channelPaths.some((taken) => fitsPath(path, taken))) {
    throw new DeclarationError(
      `${name} has the path ${path}: the gateway itself answers there: begin the path with the name of the domain.`,
    );
  }
  const parameters = segments.filter(isParameter).map(nameOf);
  const taken = key.map((field) => field.name);
  const missing = taken.find((field) => !parameters.includes(field));
  if (missing !== undefined) {
    throw new DeclarationError(
      `${name} takes the key field "${missing}", which its path ${path} does not have: write {${missing}} into the path, or take the field out of its key.`,
    );
  }
  const unknown = parameters.find(
    (parameter, index) => !taken.includes(parameter) || parameters.indexOf(parameter) < index,
  );
  if (unknown !== undefined) {
    throw new DeclarationError(
      taken.includes(unknown)
        ? `${name} has {${unknown}} twice in its path ${path}: take one of them out.`
        : `${name} has {${unknown}} in its path ${path}, and takes no such key field: name it in key (key: true is the key of its domain), or take it out of the path.`,
    );
  }
}

const shapeOf = ({ method, path }: Route): string => `${method} ${path.replace(/\{\w+\}/g, '{}')}`;

const segmentsOf = (path: string): readonly string[] => path.split('/').slice(1);
const isParameter = (segment: string): boolean => segment.startsWith('{');
const nameOf = (parameter: string): string => parameter.slice(1, -1);

/** Whether two beginnings of a path are the same place, whatever their parameters are called. */
function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.every((segment, index) =>
    isParameter(segment) ? isParameter(right[index] ?? '') : segment === right[index],
  );
}
