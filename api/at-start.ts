/**
 * Makes what a Lambda function answers with, while Lambda loads its code: a mistake in its environment is then one error
 * of the start, which Lambda reports as such, and not one of every request. Elsewhere, as in a test, the code is only
 * imported, and the thing is made when it is first asked for.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib
 * @throws what `make` throws
 */
export function madeAtStart<Made>(make: () => Made): () => Made {
  let made = process.env.AWS_LAMBDA_FUNCTION_NAME === undefined ? undefined : make();
  return () => (made ??= make());
}
