import { processCommand } from '../transfer/process-command';
import { eventsCommand } from './events-command';

void processCommand(eventsCommand());
