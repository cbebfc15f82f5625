import { buildPages } from './build';

// The second half of `npm run build`: writes the pages into the folder that is named as its argument.
const [folder] = process.argv.slice(2);

void buildPages({ folder });
