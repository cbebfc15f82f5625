import { interrupter } from './process-command';

test('the signal that npm repeats is the same Ctrl-C, a later one is a second', () => {
  let time = 1_000_000;
  const told: string[] = [];
  const interrupt = interrupter(
    () => told.push('stop'),
    () => told.push('end'),
    () => time,
  );
  interrupt();
  time += 500;
  interrupt();
  expect(told).toEqual(['stop', 'stop']);
  time += 1;
  interrupt();
  expect(told.slice(2)).toEqual(['end', 'stop']);
});
