import { describeParity } from './parity';
import { definition } from './usual';

describeParity(definition);
