import { processCommand } from '../transfer/process-command';
import { seedCommand } from './seed-command';

void processCommand(seedCommand(process.cwd()));
