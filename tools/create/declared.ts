import { signedIn } from '../../schema/access';
import { decorators } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { domainOf } from '../../schema/facts';
import type { DeclaredClass, DomainFact } from '../../schema/facts';
import { argumentsOf, domainOptions } from './class-text';
import type { PlannedDomain } from './class-text';
import type { PlannedClass } from './planned';

/**
 * A planned domain as the gateway would know it once its class is written, to ask whether it can be declared so.
 * @throws DeclarationError when it cannot
 */
export function declared(domain: PlannedDomain): DomainFact {
  const type = declaredClass(domain);
  Domain(domain.names.name, { access: { read: signedIn, write: signedIn }, ...domainOptions(domain) })(type);
  return domainOf(type);
}

function declaredClass({ className, fields }: PlannedClass): DeclaredClass {
  const type: DeclaredClass = { [className]: class {} }[className] ?? class {};
  for (const field of fields) {
    const nested = field.nested && declaredClass(field.nested);
    // Each decorator takes what is written for its own kind, which TypeScript cannot see of a kind that is a variable.
    const decorator = decorators[field.kind] as (...given: readonly unknown[]) => PropertyDecorator;
    decorator(...argumentsOf(field, className, () => () => nested))(type.prototype, field.name);
  }
  return type;
}
