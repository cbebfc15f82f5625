import { exportCommand } from './export-command';
import { processCommand } from './process-command';

void processCommand(exportCommand());
