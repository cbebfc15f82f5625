import type { DomainFacts } from './facts';
import { pictureOf } from './picture';

const domain = (typeName: string, ...refersTo: string[]): DomainFacts =>
  ({
    typeName,
    name: typeName.toLowerCase(),
    fields: refersTo.map((to) => ({ name: `${to}Id`, doc: '', isRequired: true, schema: {}, holds: { as: 'text' } })),
    key: [],
    references: refersTo.map((to) => ({ field: [`${to}Id`], name: to, to })),
  }) as unknown as DomainFacts;

test('every arrow leads to the right where it can, and no two boxes lie on each other', () => {
  const { boxes, arrows, width, height } = pictureOf([
    domain('Author'),
    domain('Book', 'Author'),
    domain('Crate', 'Book'),
    domain('Lonely'),
    domain('Line', 'Book', 'Author'),
  ]);
  const xOf = (name: string): number => boxes.find(({ typeName }) => typeName === name)?.x ?? NaN;
  expect(arrows).toHaveLength(4);
  for (const { from, to } of arrows) expect(xOf(from)).toBeLessThan(xOf(to));
  for (const [index, one] of boxes.entries()) {
    expect(one.y + one.height).toBeLessThan(height);
    expect(one.x).toBeLessThan(width);
    for (const other of boxes.slice(index + 1)) {
      const isApart = one.x !== other.x || one.y + one.height < other.y || other.y + other.height < one.y;
      expect(isApart).toBe(true);
    }
  }
});

test('circles and what refers to itself are drawn too', () => {
  const { boxes, arrows } = pictureOf([domain('Egg', 'Hen'), domain('Hen', 'Egg'), domain('Tree', 'Tree')]);
  expect(boxes).toHaveLength(3);
  expect(arrows.map(({ from, to }) => [from, to])).toEqual([
    ['Egg', 'Hen'],
    ['Hen', 'Egg'],
    ['Tree', 'Tree'],
  ]);
  for (const { path } of arrows) expect(path).not.toContain('NaN');
});
