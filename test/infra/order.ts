import type { Template } from './synthesised';

// In which order CloudFormation makes the resources of a template.

/** The resources that CloudFormation makes before one, as its template says: what it refers to, and what it names. */
export function waitedForBy({ Resources }: Template, id: string): string[] {
  return [
    ...JSON.stringify(Resources[id]).matchAll(
      /"(?:Ref|DependsOn)":"(\w+)"|"Fn::GetAtt":\["(\w+)"|"DependsOn":\[([^\]]*)\]|\$\{(\w+)[.}]/g,
    ),
  ]
    .flatMap(([, ref, attribute, list, inText]) => ref ?? attribute ?? inText ?? list!.replaceAll('"', '').split(','))
    .filter((other) => other in Resources);
}

/** Those, and those before them, down to the first. */
export function allBefore(template: Template, id: string): Set<string> {
  const found = new Set<string>();
  const visit = (from: string): void => {
    for (const other of waitedForBy(template, from)) {
      if (found.has(other)) continue;
      found.add(other);
      visit(other);
    }
  };
  visit(id);
  return found;
}
