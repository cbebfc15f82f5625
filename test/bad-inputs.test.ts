import { all, describeFile, rowsOf, suites } from './bad-inputs';

describe('the file of bad inputs of every gateway', () => {
  describeFile(__dirname, { all, rowsOf }, Object.keys(suites) as (keyof typeof suites)[]);
});
