import { describeParity } from '../../test/parity';
import { definition } from './usual';

describeParity(definition);
