import { join } from 'node:path';
import { devCommand } from './dev-command';

// The program behind `npm run dev`.
const program = ['-r', '@swc-node/register', join(__dirname, 'start.ts'), ...process.argv.slice(2)];
void devCommand(program, process.cwd()).then((code) => process.exit(code));
