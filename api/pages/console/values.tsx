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

/** The link to the item whose id a field holds; nothing where the field holds none. */
export function referenceLink(
  facts: GatewayFacts,
  domain: Pick<DomainFacts, 'references'>,
  path: readonly string[],
  value: unknown,
): { readonly href: string; readonly to: string } | undefined {
  const reference = referenceAt(domain, path);
  const target = reference && domainOfType(facts, reference.to);
  const isSet = value !== undefined && value !== null && value !== '';
  if (!target || !isSet) return undefined;
  return { href: itemLink(target, { [target.key[0] ?? 'id']: value }), to: target.typeName };
}

/** The value of a cell. */
export function Cell({
  facts,
  domain,
  name,
  value,
}: {
  readonly facts: GatewayFacts;
  readonly domain: DomainFacts;
  readonly name: string;
  readonly value: unknown;
}): ReactNode {
  if (value === undefined) return <span className="absent">–</span>;
  if (value === null) return <span className="absent">cannot be read</span>;
  const link = referenceLink(facts, domain, [name], value);
  if (link) return <a href={link.href}>{textFor(value)}</a>;
  if (Array.isArray(value) && value.some(isRecord))
    return `${value.length} ${value.length === 1 ? 'entry' : 'entries'}`;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const text = valueText(value);
  return text.length > longest ? <span title={text}>{`${text.slice(0, longest)}…`}</span> : text;
}
