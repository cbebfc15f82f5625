import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Synthesised, VariantName } from './variants';

const run = promisify(execFile);

/** A resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Properties: any;
  readonly [attribute: string]: any;
}

/** The part of a template that the tests read. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
}

/** Some variants of the trial gateway. */
export async function synthesised<Name extends VariantName>(...names: readonly Name[]): Promise<Variants<Name>> {
  return synthesisedFrom('test/trial', ...names);
}

/** What became of some variants. */
export type Variants<Name extends VariantName> = Readonly<Record<Name, Synthesised & { template: Template }>>;

/** Some variants of the gateway whose definition is in a folder, synthesised with an empty environment but for where programs are: no credentials, no home, no region. */
export async function synthesisedFrom<Name extends VariantName>(
  definitionFolder: string,
  ...names: readonly Name[]
): Promise<Variants<Name>> {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-variants-'));
  const file = join(folder, 'variants.json');
  try {
    await run(
      process.execPath,
      ['-r', '@swc-node/register', 'test/infra/variants.ts', definitionFolder, file, ...names],
      {
        env: { PATH: process.env.PATH },
        cwd: join(__dirname, '../..'),
      },
    );
    return JSON.parse(readFileSync(file, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The resources of a type, by their logical ids. */
export function resourcesOf({ Resources }: Template, type: string): [id: string, resource: Resource][] {
  return Object.entries(Resources).filter(([, { Type }]) => Type === type);
}

/** The properties of the function with a handler. */
export function functionPropertiesOf(template: Template, handler: string): any {
  return resourcesOf(template, 'AWS::Lambda::Function').find(([, { Properties }]) => Properties.Handler === handler)![1]
    .Properties;
}
