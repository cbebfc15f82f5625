import type { Members } from './members';
import type { Placeholders } from './placeholders';
import { expressionNotAllowed } from './refusal';
import { TokenReader } from './tokens';

const pointer = '/payload/ProjectionExpression';

/** The attributes that an answer shall have; undefined for all. @throws ServiceError */
export function readProjection(members: Members, placeholders: Placeholders): readonly string[] | undefined {
  const expression = members.text('ProjectionExpression');
  if (expression === undefined) return undefined;
  const reader = new TokenReader(expression, pointer);
  const names: string[] = [];
  do names.push(placeholders.attribute(reader.take(), pointer));
  while (reader.takes(','));
  if (reader.ahead.kind !== 'end') {
    throw expressionNotAllowed(pointer, 'must be names of whole attributes, separated by commas');
  }
  return [...new Set(names)];
}
