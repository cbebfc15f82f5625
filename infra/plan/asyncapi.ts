import { recordOf } from '../../schema/guards';
import type { Finding } from './finding';
import { breaking, compareSchemas, schemasIn } from './schemas';
import type { Comparison, Schema } from './schemas';

/** What breaks the readers of events: the change from one AsyncAPI 3 document to another. */
export function compareAsyncApi(released: Schema, declared: Schema): Finding[] {
  const comparison: Comparison = { subject: 'Events', released, declared, findings: [], comparedPairs: new Set() };
  const declaredMessages = messagesOf(declared);
  for (const [name, { payload }] of Object.entries(messagesOf(released))) {
    const declaredMessage = declaredMessages[name];
    if (!declaredMessage) breaking(comparison, name, 'is no longer sent.');
    else compareSchemas(comparison, 'given', name, recordOf(payload), recordOf(declaredMessage.payload));
  }
  return comparison.findings;
}

function messagesOf(document: Schema): Readonly<Record<string, Schema>> {
  return schemasIn(recordOf(document.components).messages);
}
