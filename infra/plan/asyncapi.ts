import type { Finding } from './finding';
import { breaking, compareSchemas } from './schemas';
import type { Comparison, Schema } from './schemas';

/** What breaks the readers of events: the change from one AsyncAPI 3 document to another. */
export function compareAsyncApi(released: Schema, declared: Schema): Finding[] {
  const comparison: Comparison = { subject: 'Events', released, declared, findings: [], seen: new Set() };
  const fresh = messagesOf(declared);
  for (const [name, { payload }] of Object.entries(messagesOf(released))) {
    const other = fresh[name];
    if (!other) breaking(comparison, name, 'is no longer sent.');
    else compareSchemas(comparison, 'given', name, payload as Schema, other.payload as Schema);
  }
  return comparison.findings;
}

function messagesOf(document: Schema): Record<string, Schema> {
  return (document.components as { messages?: Record<string, Schema> } | undefined)?.messages ?? {};
}
