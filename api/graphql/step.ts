import type { ApolloServerPlugin, BaseContext, GraphQLRequestContext, GraphQLRequestListener } from '@apollo/server';

type Hook = 'didResolveOperation' | 'didEncounterErrors' | 'willSendResponse';

/** What a step does with one request, under the names of Apollo's hooks, and without waiting for anything. */
export type StepListener<Context extends BaseContext> = {
  readonly [Name in Hook]?: (...given: Parameters<NonNullable<GraphQLRequestListener<Context>[Name]>>) => void;
} & {
  /** Called with the request once its document has been parsed, which may put another in its place. */
  readonly didParse?: (request: GraphQLRequestContext<Context>) => void;
};

/** Takes part in a request as soon as Apollo has it; undefined where there is nothing to do with this one. */
export type Step<Context extends BaseContext> = (
  request: GraphQLRequestContext<Context>,
) => StepListener<Context> | undefined;

/**
 * Makes one plugin of steps, which take their turns in their order; the first that throws refuses the request. Apollo
 * awaits each hook of each plugin by itself: as many plugins as there are steps cost a twentieth of a request.
 * https://www.apollographql.com/docs/apollo-server/integrations/plugins-event-reference
 */
export function pluginOf<Context extends BaseContext>(steps: readonly Step<Context>[]): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async (started) => {
      const listeners = steps.flatMap((step) => step(started) ?? []);
      return {
        parsingDidStart: async (parsing) => async (error) => {
          if (!error) for (const listener of listeners) listener.didParse?.(parsing);
        },
        didResolveOperation: async (request) => {
          for (const listener of listeners) listener.didResolveOperation?.(request);
        },
        didEncounterErrors: async (request) => {
          for (const listener of listeners) listener.didEncounterErrors?.(request);
        },
        willSendResponse: async (request) => {
          for (const listener of listeners) listener.willSendResponse?.(request);
        },
      };
    },
  };
}
