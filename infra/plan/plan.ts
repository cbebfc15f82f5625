import { domainOf } from '../../schema/facts';
import { internalDomains } from '../../schema/internal';
import { compareAsyncApi } from './asyncapi';
import type { Finding } from './finding';
import { compareGraphql } from './graphql';
import type { Manifest, TableNote } from './manifest';
import { compareOpenApi } from './openapi';
import { compareResources } from './resources';
import type { Resources } from './resources';
import type { Schema } from './schemas';
import { compareTables, indexWaves, newTables } from './tables';
import type { IndexChange } from './tables';
import { breakingAfter, isLater, nextAfter } from './version';

/** What a release promises: its tables and rules, its three documents, and what its stack holds. */
export interface Release {
  readonly manifest: Manifest;
  readonly graphql: string;
  readonly openapi: Schema;
  readonly asyncapi: Schema;
  /** Where the stack is known: a release of before knows none, nor does a machine without the CDK. */
  readonly resources?: Resources;
}

/** That the release was recorded by another version of the gateway, which has its part in what differs. */
export interface GatewayChange {
  /** One of before did not say. */
  readonly from?: string;
  readonly to?: string;
  /** Where what it changes shows. The rest follows from the declarations alone. */
  readonly subjects: readonly string[];
  /** The version with which to record what there is now, where package.json says none that will do. */
  readonly version?: string;
}

/** What the next deploy does, and whether it may. */
export interface Plan {
  /** The version of the last release; none before the first. */
  readonly from?: string;
  readonly to: string;
  readonly findings: readonly Finding[];
  /** The changes of indexes, one deploy after the other. */
  readonly waves: readonly (readonly IndexChange[])[];
  /** The domains whose tables the deploy makes, beside those of the release: `-c first=` names them. */
  readonly first: readonly string[];
  /** Why it must not be deployed; it may when there is nothing here. */
  readonly refusals: readonly string[];
  /** What may come from another version of the gateway, and not from the declarations. */
  readonly gateway?: GatewayChange;
  /** Whether anything at all differs from the release. */
  readonly isChanged: boolean;
}

/** Compares the declarations with the last release. Changes nothing. */
export async function planOf(released: Release | undefined, declared: Release): Promise<Plan> {
  const to = declared.manifest.version;
  if (!released) {
    const findings = compareTables({}, declared.manifest.tables);
    return { to, findings, waves: [], first: [], refusals: [], isChanged: true };
  }
  const from = released.manifest.version;
  const findings = [
    ...compareTables(released.manifest.tables, declared.manifest.tables),
    ...(await compareGraphql(released.graphql, declared.graphql)),
    ...compareOpenApi(released.openapi, declared.openapi),
    ...compareAsyncApi(released.asyncapi, declared.asyncapi),
    ...compareAccess(released.manifest.access, declared.manifest.access),
    ...(released.resources && declared.resources ? compareResources(released.resources, declared.resources) : []),
  ];
  return {
    from,
    to,
    findings,
    waves: indexWaves(released.manifest.tables, declared.manifest.tables),
    first: newTables(released.manifest.tables, declared.manifest.tables),
    refusals: refusalsOf(from, to, findings),
    isChanged:
      contents(released) !== contents({ ...declared, manifest: asKnown(released.manifest, declared.manifest) }) ||
      // A release of before, or a machine without the CDK, does not know them, which changes nothing.
      (released.resources !== undefined &&
        declared.resources !== undefined &&
        JSON.stringify(released.resources) !== JSON.stringify(declared.resources)),
    gateway: gatewayChange(released.manifest, declared.manifest, findings),
  };
}

/** What the gateway makes of the declarations; those of a table or a rule are the application's own. */
const ofGateway = ['GraphQL', 'REST', 'Events', 'Stack', ...internalDomains.map((type) => domainOf(type).name)];

function gatewayChange(
  released: Manifest,
  declared: Manifest,
  findings: readonly Finding[],
): GatewayChange | undefined {
  if (released.gateway !== undefined && released.gateway === declared.gateway) return undefined;
  const subjects = ofGateway.filter((subject) => findings.some((finding) => finding.subject === subject));
  if (subjects.length === 0) return undefined;
  const isBreaking = findings.some(({ level }) => level === 'breaking');
  const least = isBreaking ? breakingAfter(released.version) : nextAfter(released.version);
  const version = isLater(least, declared.version) ? least : undefined;
  return { from: released.gateway, to: declared.gateway, subjects, version };
}

/** A rule that is no longer the same may shut somebody out; whom, nobody can tell from the rule alone. */
function compareAccess(released: Manifest['access'], declared: Manifest['access']): Finding[] {
  return Object.entries(declared).flatMap(([operation, rule]): Finding[] => {
    const before = released[operation];
    // That an open operation asks for a token shows in the OpenAPI document already.
    if (before === undefined || before === rule || before === 'anyone') return [];
    const level = rule === 'anyone' ? 'caution' : 'breaking';
    return [{ level, subject: 'Access', words: `${operation} is for ${rule}, before for ${before}.` }];
  });
}

function refusalsOf(from: string, to: string, findings: readonly Finding[]): string[] {
  const refusals = findings
    .filter(({ level }) => level === 'refused')
    .map(({ subject, words }) => `${subject}: ${words}`);
  if (isLater(from, to)) refusals.push(`package.json says ${to}, but ${from} is released: a version never goes back.`);
  const needed = breakingAfter(from);
  if (findings.some(({ level }) => level === 'breaking') && isLater(needed, to)) {
    refusals.push(
      `package.json says ${to}, and callers of ${from} would break. Take the change back, or declare it: npm version ${needed} --no-git-tag-version`,
    );
  }
  return refusals;
}

/** A manifest without what a release of before did not note, so that nothing differs for that alone. */
function asKnown(released: Manifest, declared: Manifest): Manifest {
  const tables = Object.entries(declared.tables).map(([name, note]): [string, TableNote] => [
    name,
    released.tables[name]?.layout ? note : { ...note, layout: undefined },
  ]);
  return { ...declared, tables: Object.fromEntries(tables) };
}

function contents({ manifest, graphql, openapi, asyncapi }: Release): string {
  return JSON.stringify([{ ...manifest, version: '', gateway: '' }, graphql, openapi, asyncapi]);
}
