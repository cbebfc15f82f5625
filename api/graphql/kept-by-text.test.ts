import { keepByText } from './kept-by-text';

const asked = jest.fn((text: string) => text.length);
beforeEach(() => asked.mockClear());

test('the same text is answered once', () => {
  const kept = keepByText(asked);
  expect([kept('a'), kept('bb'), kept('a'), kept('')]).toEqual([1, 2, 1, 0]);
  expect(asked.mock.calls.flat()).toEqual(['a', 'bb', '']);
});

test('a long text is answered each time, and so is what has thrown', () => {
  const kept = keepByText(asked);
  expect([kept('x'.repeat(4001)), kept('x'.repeat(4001))]).toEqual([4001, 4001]);
  asked.mockImplementationOnce(() => {
    throw new Error('wrong');
  });
  expect(() => kept('y')).toThrow('wrong');
  expect(kept('y')).toBe(1);
  expect(asked).toHaveBeenCalledTimes(4);
});

test('a hundred answers are kept, and no more', () => {
  const kept = keepByText(asked);
  const ask = (first: number, last: number): void => {
    for (let number = first; number <= last; number++) expect(kept(`${number}`)).toBe(`${number}`.length);
  };
  ask(1, 100);
  ask(1, 100);
  expect(asked).toHaveBeenCalledTimes(100);
  ask(101, 101);
  ask(1, 1);
  expect(asked).toHaveBeenCalledTimes(102);
});
