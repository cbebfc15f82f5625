import { assertionsIn } from './assertions';

test('non-null assertions and casts are counted wherever they stand, and nothing else is', () => {
  const text = `
    const [first] = list as readonly string[];
    const length = first!.length + map.get('a')!.size;
    const other = <number>value;
    const twice = value as unknown as string;
    const fixed = { a: 1 } as const;
    const checked = { a: 1 } satisfies Facts;
    import { a as b } from './a';
    class Later { late!: string; not = !first !== other; }
    const words = 'one as two!';
  `;
  expect(assertionsIn('a.ts', text)).toMatchObject({ lines: 10, nonNull: 2, casts: 4 });
});
