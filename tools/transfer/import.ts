import { importCommand } from './import-command';
import { processCommand } from './process-command';

void processCommand(importCommand());
