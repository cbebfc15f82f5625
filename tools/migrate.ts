import { migrateCommand } from './migrate-command';
import { processCommand } from './transfer/process-command';

void processCommand(migrateCommand(process.cwd()));
