import { adoptCommand } from './adopt-command';

void adoptCommand(process.argv.slice(2), process.cwd()).then((code) => (process.exitCode = code));
