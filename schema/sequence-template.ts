import type { DomainFact, FieldFact } from './facts';
import { ownedFields } from './facts';
import { KeyTemplate } from './key-template';
import { kinds } from './kinds';
import { between, partsOf } from './sequences';

/** How a field stands among several, in their order. */
export function sequenceSlot(field: FieldFact): string {
  if ('search' in field && field.search !== undefined) return `{${field.name}:${field.search}}`;
  return kinds[field.kind].key?.attribute === 'N' ? `{${field.name}:ordered}` : `{${field.name}}`;
}

const templatesOfDomains = new WeakMap<DomainFact, Map<string, KeyTemplate>>();

/** What makes the attribute of several fields from an item: its order is theirs, one after the other. */
export function sequenceTemplate(domain: DomainFact, name: string): KeyTemplate {
  const templates = templatesOfDomains.get(domain) ?? new Map<string, KeyTemplate>();
  templatesOfDomains.set(domain, templates);
  const known = templates.get(name);
  if (known) return known;
  const fields = [...domain.fields, ...ownedFields];
  const slots = partsOf(name).flatMap((part) => fields.filter((field) => field.name === part).map(sequenceSlot));
  const made = new KeyTemplate(slots.join(between), `${domain.typeName}, ${name}`);
  templates.set(name, made);
  return made;
}
