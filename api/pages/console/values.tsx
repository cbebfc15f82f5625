import type { ReactNode } from 'react';
import { referenceAt } from './facts';
import type { DomainFacts, GatewayFacts } from './facts';
import { itemLink } from './places';
import { textFor } from './texts';
import { isRecord } from '../../../schema/guards';

/** A value as one line of text. */
export function valueText(value: unknown): string {
  if (Array.isArray(value) && value.every((element) => !isRecord(element))) return value.map(valueText).join(', ');
  return textFor(value);
}

const longest = 80;

/** The domain with the name of a class. */
export function domainOfType({ domains }: GatewayFacts, typeName: string): DomainFacts | undefined {
  return domains.find((domain) => domain.typeName === typeName);
}

/**
 * The link to the item to which a field refers, with what is left of its key to say; nothing where it refers to none.
 * @param valueOf reads a field of the object that has this one: of the item, or of what is inside of it
 */
export function referenceLink(
  facts: GatewayFacts,
  domain: Pick<DomainFacts, 'references'>,
  path: readonly string[],
  valueOf: (name: string) => unknown,
): { readonly href: string; readonly to: string; readonly text: string } | undefined {
  const reference = referenceAt(domain, path);
  const target = reference && domainOfType(facts, reference.to);
  if (!target) return undefined;
  const names = [reference.partition, reference.field].flatMap((field) => field?.at(-1) ?? []);
  const values = names.map(valueOf);
  if (values.some((value) => value === undefined || value === null || value === '')) return undefined;
  const key = Object.fromEntries(target.key.map((name, index) => [name, values[index]]));
  return { href: itemLink(target, key), to: target.typeName, text: String(values.at(-1)) };
}

/** The value of a cell. */
export function Cell({
  facts,
  domain,
  name,
  item,
}: {
  readonly facts: GatewayFacts;
  readonly domain: DomainFacts;
  readonly name: string;
  readonly item: Readonly<Record<string, unknown>>;
}): ReactNode {
  const value = item[name];
  if (value === undefined) return <span className="absent">–</span>;
  if (value === null) return <span className="absent">cannot be read</span>;
  const link = referenceLink(facts, domain, [name], (field) => item[field]);
  if (link) return <a href={link.href}>{textFor(value)}</a>;
  if (Array.isArray(value) && value.some(isRecord))
    return `${value.length} ${value.length === 1 ? 'entry' : 'entries'}`;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const text = valueText(value);
  return text.length > longest ? <span title={text}>{`${text.slice(0, longest)}…`}</span> : text;
}
