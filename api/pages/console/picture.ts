import type { DomainFacts } from './facts';

/** A box of the picture: a domain with its fields. */
export interface Box {
  readonly typeName: string;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly rows: readonly { readonly name: string; readonly kind: string; readonly isKey: boolean }[];
}

/** An arrow of the picture, from a field to what it refers to. */
export interface Arrow {
  readonly from: string;
  readonly field: string;
  readonly to: string;
  readonly path: string;
}

/** Everything to draw. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

/** The measures of the picture, in its own units. */
export const measures = { width: 270, head: 34, row: 22, gapAcross: 60, gapDown: 36, margin: 16 } as const;

/**
 * Lays the domains out in columns: what nothing refers to stands at the left, and every arrow leads to the right or, in a
 * circle, back. Within a column they stand in the order of the declaration.
 */
export function pictureOf(domains: readonly DomainFacts[]): Picture {
  const ranks = ranksOf(domains);
  const columns = [...new Set(ranks.values())].toSorted((one, other) => one - other);
  const { width, head, row, gapAcross, gapDown, margin } = measures;
  const boxes = columns.flatMap((rank, column) => {
    let y: number = margin;
    return domains
      .filter(({ typeName }) => ranks.get(typeName) === rank)
      .map((domain): Box => {
        const rows = rowsOf(domain);
        const box = {
          typeName: domain.typeName,
          name: domain.name,
          x: margin + column * (width + gapAcross),
          y,
          height: head + rows.length * row + 8,
          rows,
        };
        y += box.height + gapDown;
        return box;
      });
  });
  const byName = new Map(boxes.map((box) => [box.typeName, box]));
  const arrows = domains.flatMap(({ typeName, references }) =>
    references.flatMap(({ field, to }): Arrow[] => {
      const [from, target] = [byName.get(typeName), byName.get(to)];
      return from && target ? [{ from: typeName, field: field.join('.'), to, path: curve(from, field, target) }] : [];
    }),
  );
  return {
    width: margin * 2 + columns.length * width + Math.max(0, columns.length - 1) * gapAcross + loopRoom,
    height: Math.max(0, ...boxes.map(({ y, height }) => y + height)) + margin,
    boxes,
    arrows,
  };
}

/** Room at the right for arrows that lead back. */
const loopRoom = 40;

/** How far from the left each domain stands: one step behind whatever refers to it, circles aside. */
function ranksOf(domains: readonly DomainFacts[]): ReadonlyMap<string, number> {
  const ranks = new Map(domains.map(({ typeName }) => [typeName, 0]));
  // Each round moves a target behind its sources; without circles there are no more rounds than domains.
  for (let round = 0; round < domains.length; round += 1) {
    for (const { typeName, references } of domains) {
      for (const { to } of references) {
        const wanted = (ranks.get(typeName) ?? 0) + 1;
        if (to !== typeName && ranks.has(to) && (ranks.get(to) ?? 0) < wanted && wanted < domains.length)
          ranks.set(to, wanted);
      }
    }
  }
  return ranks;
}

function rowsOf({ fields, key, references }: DomainFacts): Box['rows'] {
  return fields
    .filter(({ name }) => !['version', 'createdAt', 'updatedAt'].includes(name))
    .map(({ name, holds, isRequired }) => {
      const leads = references.some(({ field }) => field[0] === name);
      const kind = holds.as === 'list' ? `list of ${holds.each.as}` : holds.as;
      return { name, kind: `${leads ? '→ ' : ''}${kind}${isRequired ? '' : '?'}`, isKey: key.includes(name) };
    });
}

/** From the row of a field to the head of the target, around the boxes. */
function curve(from: Box, [field]: readonly string[], to: Box): string {
  const { width, head, row } = measures;
  const index = from.rows.findIndex(({ name }) => name === field);
  const y1 = from.y + head + (Math.max(0, index) + 0.5) * row;
  const y2 = to.y + head / 2;
  const x1 = from.x + width;
  if (to.x > from.x) {
    const middle = (x1 + to.x) / 2;
    return `M${x1} ${y1} C${middle} ${y1} ${middle} ${y2} ${to.x - 6} ${y2}`;
  }
  const x2 = to.x + width + 6;
  const out = Math.max(x1, x2) + loopRoom - 8;
  return `M${x1} ${y1} C${out} ${y1} ${out} ${y2} ${x2} ${y2}`;
}
