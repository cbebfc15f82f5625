import { startCommand } from './start-command';

// The program behind `npm start`. Its pages are made from source; the package brings them along.
void startCommand(process.argv.slice(2), process.cwd(), async () =>
  (await import('../api/pages/build')).buildPages(),
).then((code) => (process.exitCode = code));
