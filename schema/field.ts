import { IsOptional } from 'class-validator';
import { recordField } from './facts';
import type { FieldFact } from './facts';
import { mayBeAbsent, rulesOf } from './kinds';
import type { Rule } from './kinds';
import { addRule, formRules } from './rules';

/** Gives a class a field, with the rules that its values have to keep. */
export function declareField(prototype: object, fact: FieldFact): void {
  recordField(prototype, fact);
  const optional: Rule[] = mayBeAbsent(fact) ? [{ decorator: IsOptional(), isKept: () => true }] : [];
  for (const rule of [...optional, ...rulesOf(fact), ...formRules(fact)]) addRule(prototype, fact.name, rule);
}
