import { types } from 'node:util';

// The SDK's advice about Node versions would stand between the results.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

// Jest gives each file an Error of its own, of which Node's own errors are no instances; the SDK then wraps what
// the network says and loses its code. Subclasses keep the ordinary check.
const ordinary = Function.prototype[Symbol.hasInstance];
Object.defineProperty(Error, Symbol.hasInstance, {
  value(this: typeof Error, value: unknown) {
    return ordinary.call(this, value) || (this === Error && types.isNativeError(value));
  },
});
// The programs look whether npm runs them; `npm test` is not `npm run export`.
delete process.env.npm_lifecycle_event;
// Jest keeps a hundred frames of each error and maps every one. Node keeps ten; these are enough to find a line, and the
// errors that we throw by the thousand cost what they cost in a function.
Error.stackTraceLimit = 25;
