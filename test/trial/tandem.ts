import { lambdaApigateway } from '../../examples/lambda-apigateway';
import { defineGateway, defineModule } from '../../services/definition';
import { Book } from './book';
import { borrow, libraryProblems, loanRequested } from './borrow';
import { loanConsumer } from './lend';
import { Loan } from './loan';
import { Notice, noticeConsumer } from './notice';
import { Shelf } from './shelf';

const library = defineModule({
  name: 'library',
  domains: [Book, Shelf, Loan],
  operations: [borrow],
  events: [loanRequested],
  consumers: [loanConsumer],
  problems: libraryProblems,
  samples: async () => [{ domain: Book, items: (await import('./samples')).samples }],
});

/** A second module, with a consumer of its own. */
const board = defineModule({ name: 'board', domains: [Notice], consumers: [noticeConsumer] });

/**
 * The gateway of the tests: a library of two modules, and the table that the envelope brings. It has one of each kind
 * of thing that a gateway can have, and stands in a folder of its own as an application does, so that programs can be
 * started there.
 */
export default defineGateway({ name: 'library', modules: [library, board, lambdaApigateway] });
