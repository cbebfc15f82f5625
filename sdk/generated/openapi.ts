// Written by npm run codegen with openapi-typescript from schema/generated/openapi.json. Do not edit.

export interface paths {
    "/basket": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists basket items page by page.
         * @description Lists basket items page by page. Who may: role admin.
         */
        get: operations["baskets"];
        put?: never;
        /**
         * Writes a whole basket in place of the one that the user may have.
         * @description Writes a whole basket in place of the one that the user may have. Who may: owner by userName or role admin.
         */
        post: operations["putBasket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/basket/{userName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one basket.
         * @description Reads one basket. Who may: owner by userName or role admin.
         */
        get: operations["basket"];
        /**
         * Replaces one basket; fields that are left out are gone.
         * @description Replaces one basket; fields that are left out are gone. Who may: owner by userName or role admin.
         */
        put: operations["replaceBasket"];
        post?: never;
        /**
         * Deletes one basket.
         * @description Deletes one basket. Who may: owner by userName or role admin.
         */
        delete: operations["deleteBasket"];
        options?: never;
        head?: never;
        /**
         * Changes some fields of one basket; null removes an optional field (RFC 7396).
         * @description Changes some fields of one basket; null removes an optional field (RFC 7396). Who may: owner by userName or role admin.
         */
        patch: operations["updateBasket"];
        trace?: never;
    };
    "/basket/{userName}/items/{productId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Adds pieces of a product to a basket, to the line that already has it in this color; makes the basket when there is none.
         * @description Adds pieces of a product to a basket, to the line that already has it in this color; makes the basket when there is none. Who may: owner by userName or role admin.
         */
        post: operations["addBasketItem"];
        /**
         * Takes a product out of a basket, in all of its colors.
         * @description Takes a product out of a basket, in all of its colors. Who may: owner by userName or role admin.
         */
        delete: operations["removeBasketItem"];
        options?: never;
        head?: never;
        /**
         * Sets how many pieces of a product are in a basket.
         * @description Sets how many pieces of a product are in a basket. Who may: owner by userName or role admin.
         */
        patch: operations["setBasketItemQuantity"];
        trace?: never;
    };
    "/basket/checkout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Buys the basket of a user.
         * @description Buys the basket of a user. The order is PENDING at once and is placed a moment later. Who may: owner by userName or role admin.
         */
        post: operations["checkout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/lambda-apigateway": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists free-form record items page by page.
         * @description Lists free-form record items page by page. Who may: role admin.
         */
        get: operations["lambdaApigateways"];
        put?: never;
        /**
         * Creates one free-form record; never overwrites.
         * @description Creates one free-form record; never overwrites. Who may: role admin.
         */
        post: operations["createLambdaApigateway"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/lambda-apigateway/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one free-form record.
         * @description Reads one free-form record. Who may: role admin.
         */
        get: operations["lambdaApigateway"];
        /**
         * Replaces one free-form record; fields that are left out are gone.
         * @description Replaces one free-form record; fields that are left out are gone. Who may: role admin.
         */
        put: operations["replaceLambdaApigateway"];
        post?: never;
        /**
         * Deletes one free-form record.
         * @description Deletes one free-form record. Who may: role admin.
         */
        delete: operations["deleteLambdaApigateway"];
        options?: never;
        head?: never;
        /**
         * Changes some fields of one free-form record; null removes an optional field (RFC 7396).
         * @description Changes some fields of one free-form record; null removes an optional field (RFC 7396). Who may: role admin.
         */
        patch: operations["updateLambdaApigateway"];
        trace?: never;
    };
    "/lambda-apigateway/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Creates up to 100 free-form record items, each with its own outcome; never overwrites.
         * @description Creates up to 100 free-form record items, each with its own outcome; never overwrites. Who may: role admin.
         */
        post: operations["createLambdaApigateways"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/lambda-apigateway/batch/get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reads up to 100 free-form record items by their keys, in their order, null for each that is missing.
         * @description Reads up to 100 free-form record items by their keys, in their order, null for each that is missing. Who may: role admin.
         */
        post: operations["lambdaApigatewaysByKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists order items page by page.
         * @description Lists order items page by page. Who may: role admin.
         */
        get: operations["allOrders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/order/{userName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the order items of one userName page by page, by orderDate from the newest.
         * @description Lists the order items of one userName page by page, by orderDate from the newest. Who may: owner by userName or role admin.
         */
        get: operations["orders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/order/{userName}/{orderId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one order.
         * @description Reads one order. Who may: owner by userName or role admin.
         */
        get: operations["order"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/order/{userName}/{orderId}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Moves an order on: PLACED to PAID or CANCELLED, PAID to SHIPPED or CANCELLED, SHIPPED to DELIVERED.
         * @description Moves an order on: PLACED to PAID or CANCELLED, PAID to SHIPPED or CANCELLED, SHIPPED to DELIVERED. Cancelling puts the pieces back into the stock. The same status again changes nothing. Whose order it is may cancel it, and nothing else. Who may: owner by userName or role admin.
         */
        put: operations["setOrderStatus"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/order/{userName}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tells the changes of order items, each at least once; their versions tell their order.
         * @description Tells the changes of order items, each at least once; their versions tell their order. Only items of one userName. Who may: owner by userName or role admin.
         */
        get: operations["orderChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/order/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tells the changes of order items, each at least once; their versions tell their order.
         * @description Tells the changes of order items, each at least once; their versions tell their order. Who may: role admin.
         */
        get: operations["allOrderChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/product": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists product items page by page.
         * @description Lists product items page by page. Who may: anyone.
         */
        get: operations["products"];
        put?: never;
        /**
         * Creates one product; never overwrites.
         * @description Creates one product; never overwrites. Who may: role admin.
         */
        post: operations["createProduct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/product/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads one product.
         * @description Reads one product. Who may: anyone.
         */
        get: operations["product"];
        /**
         * Replaces one product; fields that are left out are gone.
         * @description Replaces one product; fields that are left out are gone. Who may: role admin.
         */
        put: operations["replaceProduct"];
        post?: never;
        /**
         * Deletes one product.
         * @description Deletes one product. Who may: role admin.
         */
        delete: operations["deleteProduct"];
        options?: never;
        head?: never;
        /**
         * Changes some fields of one product; null removes an optional field (RFC 7396).
         * @description Changes some fields of one product; null removes an optional field (RFC 7396). Who may: role admin.
         */
        patch: operations["updateProduct"];
        trace?: never;
    };
    "/product/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Creates up to 100 product items, each with its own outcome; never overwrites.
         * @description Creates up to 100 product items, each with its own outcome; never overwrites. Who may: role admin.
         */
        post: operations["createProducts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/product/batch/get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reads up to 100 product items by their keys, in their order, null for each that is missing.
         * @description Reads up to 100 product items by their keys, in their order, null for each that is missing. Who may: anyone.
         */
        post: operations["productsByKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/product/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tells the changes of product items, each at least once; their versions tell their order.
         * @description Tells the changes of product items, each at least once; their versions tell their order. Who may: anyone.
         */
        get: operations["productChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/q/AddToBasket": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Puts pieces of a product into a basket, and answers with what the icon of the basket shows then.
         * @description Puts pieces of a product into a basket, and answers with what the icon of the basket shows then.
         */
        post: operations["addToBasket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/q/BasketSummary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the icon of a basket shows: how much is in it, and what it costs today.
         * @description What the icon of a basket shows: how much is in it, and what it costs today.
         */
        get: operations["basketSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/q/ProductCards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a page of a shop shows of the products of a category.
         * @description What a page of a shop shows of the products of a category.
         */
        get: operations["productCards"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @enum {string} */
        AccessPath: "Get" | "BatchGet" | "Query" | "Scan";
        /** @description What addBasketItem can end with. */
        AddBasketItemFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadPathProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["IdempotencyKeyInProgressProblem"] | components["schemas"]["IdempotencyKeyInvalidProblem"] | components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["MalformedJsonProblem"] | components["schemas"]["NeedsMendingProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["NotFoundProblem"] | components["schemas"]["PayloadTooLargeProblem"] | components["schemas"]["BasketPreconditionFailedProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UnsupportedMediaTypeProblem"] | components["schemas"]["UriTooLongProblem"] | components["schemas"]["ValidationProblem"];
        AddToBasketAnswer: {
            data?: components["schemas"]["AddToBasketData"] | null;
            /** @description What went wrong; null stands at its place. */
            errors?: components["schemas"]["GraphQLError"][];
        };
        AddToBasketData: {
            addBasketItem: components["schemas"]["AddToBasketDataAddBasketItem"] | null;
        };
        AddToBasketDataAddBasketItem: {
            id: string;
            items: (components["schemas"]["AddToBasketDataAddBasketItemItems"] | null)[] | null;
            /** Format: double */
            totalPrice: number | null;
        };
        AddToBasketDataAddBasketItemItems: {
            productName: string | null;
            /** Format: int32 */
            quantity: number | null;
        };
        AddToBasketVariables: {
            color?: string | null;
            productId: string;
            /** Format: int32 */
            quantity: number;
            userName: string;
        };
        /** @description What allOrderChanges can end with. */
        AllOrderChangesFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["ChangesGoneProblem"] | components["schemas"]["CursorInvalidProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["OrderPreconditionFailedProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UriTooLongProblem"];
        /** @description What allOrders can end with. */
        AllOrdersFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["CursorInvalidProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["NoIndexProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["OrderPreconditionFailedProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UriTooLongProblem"];
        /** @description The answer would be too large. A problem document (RFC 9457). */
        AnswerTooLargeProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/answer-too-large";
        };
        /** @description A request header is malformed. A problem document (RFC 9457). */
        BadHeaderProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/bad-header";
        };
        /** @description The path names no possible item. A problem document (RFC 9457). */
        BadPathProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** @description The wrong fields. */
            errors?: components["schemas"]["FieldProblem"][];
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/bad-path";
        };
        /** @description A query parameter is wrong. A problem document (RFC 9457). */
        BadQueryProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** @description The wrong fields. */
            errors?: components["schemas"]["FieldProblem"][];
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/bad-query";
        };
        /** @description What a shopper is about to buy. A basket that nobody touches for a month is gone. */
        Basket: {
            /**
             * Format: date-time
             * @description When the item was created.
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt?: string;
            /** @description The lines in the order in which they were added. */
            items: (components["schemas"]["BasketItem"] | null)[] | null;
            /**
             * Format: double
             * @description What the basket costs by the catalogue of this moment; null when a product is no longer there. Only there when include= asks for it.
             */
            totalPrice?: number | null;
            /**
             * Format: date-time
             * @description When the item was last written.
             * @example 2026-01-15T09:30:00.000Z
             */
            updatedAt?: string;
            /**
             * @description Whose basket it is.
             * @example swn
             */
            userName: string;
            /**
             * Format: int64
             * @description Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL.
             * @example 1
             */
            version: number;
            /** @description What is stored and cannot be read: null stands in its place. At most 100 are told; the member is not there where all could be read. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
        BasketAdditionInput: {
            /**
             * @description The wanted variant.
             * @example Red
             */
            color?: string | null;
            /**
             * Format: double
             * @description The price that the shopper saw; checkout refuses when the catalogue has another by then. At most two decimals.
             * @example 249.5
             */
            price?: number | null;
            /**
             * @description The title that the shopper saw.
             * @example Pocket Camera
             */
            productName?: string | null;
            /**
             * Format: int32
             * @description Pieces.
             * @example 2
             */
            quantity: number;
        };
        /** @description The basket has changed meanwhile. A problem document (RFC 9457). */
        BasketChangedProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/basket-changed";
        };
        /** @description What basket can end with. */
        BasketFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadPathProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["NotFoundProblem"] | components["schemas"]["BasketPreconditionFailedProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UriTooLongProblem"];
        /** @description Which items the list holds; all conditions must hold. */
        BasketFilter: {
            /** @description All of these hold. */
            and?: components["schemas"]["BasketFilter"][];
            createdAt?: components["schemas"]["DateTimeCondition"];
            items?: components["schemas"]["ExistsCondition"];
            /** @description This does not hold. */
            not?: components["schemas"]["BasketFilter"];
            /** @description At least one of these holds. */
            or?: components["schemas"]["BasketFilter"][];
            updatedAt?: components["schemas"]["DateTimeCondition"];
            userName?: components["schemas"]["TextCondition"];
            version?: components["schemas"]["IntegerCondition"];
        };
        BasketItem: {
            /**
             * @description The wanted variant.
             * @example Red
             */
            color?: string | null;
            /**
             * Format: double
             * @description The price that the shopper saw; checkout refuses when the catalogue has another by then. At most two decimals.
             * @example 249.5
             */
            price?: number | null;
            /** @description What is bought. Only there when include= asks for it. */
            product?: components["schemas"]["Product"] | null;
            /**
             * @description What is bought.
             * @example p-100
             */
            productId: string | null;
            /**
             * @description The title that the shopper saw.
             * @example Pocket Camera
             */
            productName?: string | null;
            /**
             * Format: int32
             * @description Pieces.
             * @example 2
             */
            quantity: number | null;
        };
        BasketItemInput: {
            /**
             * @description The wanted variant.
             * @example Red
             */
            color?: string | null;
            /**
             * Format: double
             * @description The price that the shopper saw; checkout refuses when the catalogue has another by then. At most two decimals.
             * @example 249.5
             */
            price?: number | null;
            /**
             * @description What is bought.
             * @example p-100
             */
            productId: string;
            /**
             * @description The title that the shopper saw.
             * @example Pocket Camera
             */
            productName?: string | null;
            /**
             * Format: int32
             * @description Pieces.
             * @example 2
             */
            quantity: number;
        };
        BasketItemQuantityInput: {
            /** @description Which line is meant, when the product is there in several colors. */
            color?: string | null;
            /**
             * Format: int32
             * @description Pieces.
             * @example 3
             */
            quantity: number;
        };
        BasketPage: {
            items: components["schemas"]["BasketSelection"][];
            /** @description Send it as cursor to get the next page; absent on the last. */
            nextCursor?: string;
            /** @description With explain=true: how the list was read and what it cost. */
            plan?: components["schemas"]["ListPlan"];
            /** @description Send it as before to get the page before; absent on the first. */
            previousCursor?: string;
            /**
             * Format: int64
             * @description With count=true: how many items the whole list has.
             */
            totalCount?: number | null;
            /** @description Why totalCount is null. */
            totalCountReason?: string;
            /** @description Why the page ended before it was full; nextCursor goes on from there. */
            truncatedBy?: components["schemas"]["Truncation"];
            /** @description What is stored and cannot be read: null stands in its place. At most 100 are told; the member is not there where all could be read. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
        /** @description A JSON merge patch (RFC 7396): null removes an optional field. */
        BasketPatch: {
            /**
             * Format: date-time
             * @description As it was read.
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt?: string;
            /** @description The lines in the order in which they were added. */
            items?: components["schemas"]["BasketItemInput"][];
            /**
             * Format: date-time
             * @description As it was read.
             * @example 2026-01-15T09:30:00.000Z
             */
            updatedAt?: string;
            /**
             * Format: int64
             * @description The version that was read; as If-Match.
             * @example 1
             */
            version?: number;
            /** @description As they were read; nothing is made of them. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
        /** @description The item has changed or is not there. A problem document (RFC 9457). */
        BasketPreconditionFailedProblem: {
            /** @description The item as it is, where one stands in the way. */
            current?: components["schemas"]["Basket"];
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/precondition-failed";
        };
        BasketReplacement: {
            /**
             * Format: date-time
             * @description As it was read.
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt?: string;
            /** @description The lines in the order in which they were added. */
            items: components["schemas"]["BasketItemInput"][];
            /**
             * Format: date-time
             * @description As it was read.
             * @example 2026-01-15T09:30:00.000Z
             */
            updatedAt?: string;
            /**
             * @description Whose basket it is.
             * @example swn
             */
            userName?: string;
            /**
             * Format: int64
             * @description The version that was read; as If-Match.
             * @example 1
             */
            version?: number;
            /** @description As they were read; nothing is made of them. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
        /** @description What a shopper is about to buy. A basket that nobody touches for a month is gone. With fields= it has those that were asked for, and all of them without. */
        BasketSelection: {
            /**
             * Format: date-time
             * @description When the item was created.
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt?: string;
            /** @description The lines in the order in which they were added. */
            items?: (components["schemas"]["BasketItem"] | null)[] | null;
            /**
             * Format: double
             * @description What the basket costs by the catalogue of this moment; null when a product is no longer there. Only there when include= asks for it.
             */
            totalPrice?: number | null;
            /**
             * Format: date-time
             * @description When the item was last written.
             * @example 2026-01-15T09:30:00.000Z
             */
            updatedAt?: string;
            /**
             * @description Whose basket it is.
             * @example swn
             */
            userName?: string;
            /**
             * Format: int64
             * @description Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL.
             * @example 1
             */
            version?: number;
            /** @description What is stored and cannot be read: null stands in its place. At most 100 are told; the member is not there where all could be read. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
        /** @description What baskets can end with. */
        BasketsFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["CursorInvalidProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["NoIndexProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["BasketPreconditionFailedProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UriTooLongProblem"];
        BasketSummaryAnswer: {
            data?: components["schemas"]["BasketSummaryData"] | null;
            /** @description What went wrong; null stands at its place. */
            errors?: components["schemas"]["GraphQLError"][];
        };
        BasketSummaryData: {
            basket: components["schemas"]["BasketSummaryDataBasket"] | null;
        };
        BasketSummaryDataBasket: {
            id: string;
            items: (components["schemas"]["BasketSummaryDataBasketItems"] | null)[] | null;
            /** Format: double */
            totalPrice: number | null;
        };
        BasketSummaryDataBasketItems: {
            productName: string | null;
            /** Format: int32 */
            quantity: number | null;
        };
        BasketSummaryVariables: {
            userName: string;
        };
        /** @description The basket is too large for one order. A problem document (RFC 9457). */
        BasketTooLargeProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/basket-too-large";
        };
        BasketUpsert: {
            /**
             * Format: date-time
             * @description As it was read.
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt?: string;
            /** @description The lines in the order in which they were added. */
            items: components["schemas"]["BasketItemInput"][];
            /**
             * Format: date-time
             * @description As it was read.
             * @example 2026-01-15T09:30:00.000Z
             */
            updatedAt?: string;
            /**
             * @description Whose basket it is.
             * @example swn
             */
            userName: string;
            /**
             * Format: int64
             * @description The version that was read; as If-Match.
             * @example 1
             */
            version?: number;
            /** @description As they were read; nothing is made of them. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
        /** @enum {string} */
        ChangeKind: "Created" | "Updated" | "Deleted";
        /** @description The changes since then are gone. A problem document (RFC 9457). */
        ChangesGoneProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/changes-gone";
        };
        /** @description What checkout can end with. */
        CheckoutFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["BasketChangedProblem"] | components["schemas"]["BasketTooLargeProblem"] | components["schemas"]["EmptyBasketProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["IdempotencyKeyInProgressProblem"] | components["schemas"]["IdempotencyKeyInvalidProblem"] | components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["MalformedJsonProblem"] | components["schemas"]["NeedsMendingProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["NotFoundProblem"] | components["schemas"]["OutOfStockProblem"] | components["schemas"]["PayloadTooLargeProblem"] | components["schemas"]["BasketPreconditionFailedProblem"] | components["schemas"]["PriceChangedProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UnknownProductProblem"] | components["schemas"]["UnsupportedMediaTypeProblem"] | components["schemas"]["UriTooLongProblem"] | components["schemas"]["ValidationProblem"];
        CheckoutInput: {
            /**
             * @description Where it goes.
             * @example 1 Main Street
             */
            address: string;
            /**
             * @description The card number. Only its last four digits stay; the rest is neither stored, nor logged, nor sent on. It must be a card number of 4 to 32 digits.
             * @example 4242 4242 4242 4242
             */
            cardInfo?: string | null;
            /**
             * @description It must be an e-mail address.
             * @example ada@example.com
             */
            email: string;
            /** @example Ada */
            firstName: string;
            /** @example Lovelace */
            lastName: string;
            /**
             * Format: int32
             * @description The number of the way to pay.
             * @example 1
             */
            paymentMethod: number;
            /**
             * Format: double
             * @description Taken because callers send it, and not believed: the total comes from the catalogue. At most two decimals.
             * @example 9.99
             */
            totalPrice?: number | null;
            /**
             * @description Whose basket is bought.
             * @example alice
             */
            userName: string;
        };
        CheckoutReceipt: {
            /**
             * Format: date-time
             * @description When the checkout was accepted.
             * @example 2026-01-15T09:30:00.000Z
             */
            orderDate: string;
            /**
             * @description Where to look: /order/{userName}/{orderId}.
             * @example order-1
             */
            orderId: string;
            /** @example PENDING */
            status: components["schemas"]["OrderStatus"];
            /**
             * Format: double
             * @description The sum of price × quantity by the catalogue. At most two decimals.
             * @example 499
             */
            totalPrice: number;
            /** @example alice */
            userName: string;
        };
        /** @description What createLambdaApigateway can end with. */
        CreateLambdaApigatewayFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["LambdaApigatewayConflictProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["IdempotencyKeyInProgressProblem"] | components["schemas"]["IdempotencyKeyInvalidProblem"] | components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["MalformedJsonProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["PayloadTooLargeProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UnsupportedMediaTypeProblem"] | components["schemas"]["UriTooLongProblem"] | components["schemas"]["ValidationProblem"];
        CreateLambdaApigatewaysAnswer: {
            results: components["schemas"]["LambdaApigatewayOutcome"][];
        };
        CreateLambdaApigatewaysBody: {
            items: components["schemas"]["LambdaApigatewayInput"][];
        };
        /** @description What createLambdaApigateways can end with. */
        CreateLambdaApigatewaysFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["LambdaApigatewayConflictProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["IdempotencyKeyInProgressProblem"] | components["schemas"]["IdempotencyKeyInvalidProblem"] | components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["MalformedJsonProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["PayloadTooLargeProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UnsupportedMediaTypeProblem"] | components["schemas"]["UriTooLongProblem"] | components["schemas"]["ValidationProblem"];
        /** @description What createProduct can end with. */
        CreateProductFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["ProductConflictProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["IdempotencyKeyInProgressProblem"] | components["schemas"]["IdempotencyKeyInvalidProblem"] | components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["MalformedJsonProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["PayloadTooLargeProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UnsupportedMediaTypeProblem"] | components["schemas"]["UriTooLongProblem"] | components["schemas"]["ValidationProblem"];
        CreateProductsAnswer: {
            results: components["schemas"]["ProductOutcome"][];
        };
        CreateProductsBody: {
            items: components["schemas"]["ProductInput"][];
        };
        /** @description What createProducts can end with. */
        CreateProductsFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["ProductConflictProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["IdempotencyKeyInProgressProblem"] | components["schemas"]["IdempotencyKeyInvalidProblem"] | components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["MalformedJsonProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["PayloadTooLargeProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UnsupportedMediaTypeProblem"] | components["schemas"]["UriTooLongProblem"] | components["schemas"]["ValidationProblem"];
        /** @description The cursor does not belong to this list. A problem document (RFC 9457). */
        CursorInvalidProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/cursor-invalid";
        };
        /** @description A condition on a value of the kind dateTime. */
        DateTimeCondition: {
            between?: string[];
            /** Format: date-time */
            eq?: string;
            exists?: boolean;
            /** Format: date-time */
            ge?: string;
            /** Format: date-time */
            gt?: string;
            in?: string[];
            /** Format: date-time */
            le?: string;
            /** Format: date-time */
            lt?: string;
            /** Format: date-time */
            ne?: string;
            /** @description The negation of in, and so true for items without the field. */
            notIn?: string[];
        };
        /** @description What deleteBasket can end with. */
        DeleteBasketFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadPathProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["IdempotencyKeyInProgressProblem"] | components["schemas"]["IdempotencyKeyInvalidProblem"] | components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["NotFoundProblem"] | components["schemas"]["BasketPreconditionFailedProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UriTooLongProblem"];
        /** @description What deleteLambdaApigateway can end with. */
        DeleteLambdaApigatewayFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadPathProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["IdempotencyKeyInProgressProblem"] | components["schemas"]["IdempotencyKeyInvalidProblem"] | components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["NotFoundProblem"] | components["schemas"]["LambdaApigatewayPreconditionFailedProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UriTooLongProblem"];
        /** @description What deleteProduct can end with. */
        DeleteProductFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadPathProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["IdempotencyKeyInProgressProblem"] | components["schemas"]["IdempotencyKeyInvalidProblem"] | components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["NotFoundProblem"] | components["schemas"]["ProductPreconditionFailedProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UriTooLongProblem"];
        DocumentProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * Format: uri-reference
             * @description A page that explains the problem.
             */
            type: string;
        };
        /** @description The basket is empty. A problem document (RFC 9457). */
        EmptyBasketProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/empty-basket";
        };
        /** @description A condition on a value of the kind objects. */
        ExistsCondition: {
            exists?: boolean;
        };
        /** @description One wrong field. */
        FieldProblem: {
            /**
             * @description What the field must be.
             * @example must be at least 0
             */
            detail: string;
            /**
             * @description The field as a JSON pointer (RFC 6901).
             * @example /price
             */
            pointer: string;
        };
        /** @description A condition on a value of the kind float. */
        FloatCondition: {
            between?: number[];
            /** Format: double */
            eq?: number;
            exists?: boolean;
            /** Format: double */
            ge?: number;
            /** Format: double */
            gt?: number;
            in?: number[];
            /** Format: double */
            le?: number;
            /** Format: double */
            lt?: number;
            /** Format: double */
            ne?: number;
            /** @description The negation of in, and so true for items without the field. */
            notIn?: number[];
        };
        /** @description This is not open to you. A problem document (RFC 9457). */
        ForbiddenProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/forbidden";
        };
        GraphQLError: {
            extensions?: components["schemas"]["GraphQLErrorExtensions"];
            message: string;
            /** @description The field that is null because of it. */
            path?: unknown[];
        };
        GraphQLErrorExtensions: {
            code?: string;
            /** @description The wrong variables. */
            errors?: components["schemas"]["FieldProblem"][];
            /**
             * Format: uri-reference
             * @description A page that explains the problem.
             */
            type?: string;
        };
        GraphQLRefusal: {
            errors: components["schemas"]["GraphQLError"][];
        };
        /** @description The headers are too large. A problem document (RFC 9457). */
        HeadersTooLargeProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/headers-too-large";
        };
        /** @description A condition on a value of the kind id. */
        IdCondition: {
            beginsWith?: string;
            between?: string[];
            contains?: string;
            /** @description Checked by the gateway on each item that was read, because DynamoDB has nothing like it. */
            endsWith?: string;
            eq?: string;
            exists?: boolean;
            ge?: string;
            gt?: string;
            in?: string[];
            le?: string;
            lt?: string;
            ne?: string;
            /** @description The negation of in, and so true for items without the field. */
            notIn?: string[];
        };
        /** @description A request with this Idempotency-Key is under way. A problem document (RFC 9457). */
        IdempotencyKeyInProgressProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/idempotency-key-in-progress";
        };
        /** @description The Idempotency-Key is malformed. A problem document (RFC 9457). */
        IdempotencyKeyInvalidProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/idempotency-key-invalid";
        };
        /** @description The Idempotency-Key belongs to another request. A problem document (RFC 9457). */
        IdempotencyKeyReusedProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/idempotency-key-reused";
        };
        /** @description A condition on a value of the kind integer. */
        IntegerCondition: {
            between?: number[];
            /** Format: int32 */
            eq?: number;
            exists?: boolean;
            /** Format: int32 */
            ge?: number;
            /** Format: int32 */
            gt?: number;
            in?: number[];
            /** Format: int32 */
            le?: number;
            /** Format: int32 */
            lt?: number;
            /** Format: int32 */
            ne?: number;
            /** @description The negation of in, and so true for items without the field. */
            notIn?: number[];
        };
        /** @description Something went wrong on our side. A problem document (RFC 9457). */
        InternalProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/internal";
        };
        /** @description Items of any form: an id and free JSON. Clients of the old DynamoDBManager keep theirs here. */
        LambdaApigateway: {
            /**
             * Format: date-time
             * @description When the item was created.
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt?: string;
            /**
             * @description What the item holds. The old envelope shows the members of an object beside the id.
             * @example {
             *       "number": 5
             *     }
             */
            data?: unknown;
            /**
             * @description Names the item; made by the service (UUIDv7) when a create leaves it out.
             * @example 1234ABCD
             */
            id: string;
            /**
             * Format: date-time
             * @description When the item was last written.
             * @example 2026-01-15T09:30:00.000Z
             */
            updatedAt?: string;
            /**
             * Format: int64
             * @description Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL.
             * @example 1
             */
            version: number;
            /** @description What is stored and cannot be read: null stands in its place. At most 100 are told; the member is not there where all could be read. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
        /** @description The request conflicts with what is there. A problem document (RFC 9457). */
        LambdaApigatewayConflictProblem: {
            /** @description The item as it is, where one stands in the way. */
            current?: components["schemas"]["LambdaApigateway"];
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/conflict";
        };
        /** @description What lambdaApigateway can end with. */
        LambdaApigatewayFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadPathProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["NotFoundProblem"] | components["schemas"]["LambdaApigatewayPreconditionFailedProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UriTooLongProblem"];
        /** @description Which items the list holds; all conditions must hold. */
        LambdaApigatewayFilter: {
            /** @description All of these hold. */
            and?: components["schemas"]["LambdaApigatewayFilter"][];
            createdAt?: components["schemas"]["DateTimeCondition"];
            data?: components["schemas"]["ExistsCondition"];
            id?: components["schemas"]["IdCondition"];
            /** @description This does not hold. */
            not?: components["schemas"]["LambdaApigatewayFilter"];
            /** @description At least one of these holds. */
            or?: components["schemas"]["LambdaApigatewayFilter"][];
            updatedAt?: components["schemas"]["DateTimeCondition"];
            version?: components["schemas"]["IntegerCondition"];
        };
        LambdaApigatewayInput: {
            /**
             * @description What the item holds. The old envelope shows the members of an object beside the id.
             * @example {
             *       "number": 5
             *     }
             */
            data?: unknown;
            /**
             * @description Names the item; made by the service (UUIDv7) when a create leaves it out.
             * @example 1234ABCD
             */
            id?: string;
        };
        LambdaApigatewayKey: {
            /**
             * @description Names the item; made by the service (UUIDv7) when a create leaves it out.
             * @example 1234ABCD
             */
            id: string;
        };
        LambdaApigatewayOutcome: {
            error?: components["schemas"]["LambdaApigatewayOutcomeProblem"];
            item?: components["schemas"]["LambdaApigateway"];
            /**
             * Format: int32
             * @description 201 created, 200 would be created (dry run), 4xx or 5xx refused.
             */
            status: number;
        };
        /** @description A problem document (RFC 9457). */
        LambdaApigatewayOutcomeProblem: {
            /** @description The item as it is, where one stands in the way. */
            current?: components["schemas"]["LambdaApigateway"];
            /** @description What has happened, for people. */
            detail: string;
            /** @description The wrong fields. */
            errors?: components["schemas"]["FieldProblem"][];
            /** Format: int32 */
            status: number;
            title: string;
            /** @description A page that explains the problem. */
            type: components["schemas"]["ProblemType"];
        };
        LambdaApigatewayPage: {
            items: components["schemas"]["LambdaApigatewaySelection"][];
            /** @description Send it as cursor to get the next page; absent on the last. */
            nextCursor?: string;
            /** @description With explain=true: how the list was read and what it cost. */
            plan?: components["schemas"]["ListPlan"];
            /** @description Send it as before to get the page before; absent on the first. */
            previousCursor?: string;
            /**
             * Format: int64
             * @description With count=true: how many items the whole list has.
             */
            totalCount?: number | null;
            /** @description Why totalCount is null. */
            totalCountReason?: string;
            /** @description Why the page ended before it was full; nextCursor goes on from there. */
            truncatedBy?: components["schemas"]["Truncation"];
            /** @description What is stored and cannot be read: null stands in its place. At most 100 are told; the member is not there where all could be read. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
        /** @description A JSON merge patch (RFC 7396): null removes an optional field. */
        LambdaApigatewayPatch: {
            /**
             * Format: date-time
             * @description As it was read.
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt?: string;
            /**
             * @description What the item holds. The old envelope shows the members of an object beside the id.
             * @example {
             *       "number": 5
             *     }
             */
            data?: unknown;
            /**
             * Format: date-time
             * @description As it was read.
             * @example 2026-01-15T09:30:00.000Z
             */
            updatedAt?: string;
            /**
             * Format: int64
             * @description The version that was read; as If-Match.
             * @example 1
             */
            version?: number;
            /** @description As they were read; nothing is made of them. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
        /** @description The item has changed or is not there. A problem document (RFC 9457). */
        LambdaApigatewayPreconditionFailedProblem: {
            /** @description The item as it is, where one stands in the way. */
            current?: components["schemas"]["LambdaApigateway"];
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/precondition-failed";
        };
        LambdaApigatewayReplacement: {
            /**
             * Format: date-time
             * @description As it was read.
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt?: string;
            /**
             * @description What the item holds. The old envelope shows the members of an object beside the id.
             * @example {
             *       "number": 5
             *     }
             */
            data?: unknown;
            /**
             * @description Names the item; made by the service (UUIDv7) when a create leaves it out.
             * @example 1234ABCD
             */
            id?: string;
            /**
             * Format: date-time
             * @description As it was read.
             * @example 2026-01-15T09:30:00.000Z
             */
            updatedAt?: string;
            /**
             * Format: int64
             * @description The version that was read; as If-Match.
             * @example 1
             */
            version?: number;
            /** @description As they were read; nothing is made of them. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
        LambdaApigatewaysByKeyAnswer: {
            items: (components["schemas"]["LambdaApigateway"] | null)[];
            /** @description What is stored and cannot be read: null stands in its place. At most 100 are told; the member is not there where all could be read. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
        LambdaApigatewaysByKeyBody: {
            keys: components["schemas"]["LambdaApigatewayKey"][];
        };
        /** @description What lambdaApigatewaysByKey can end with. */
        LambdaApigatewaysByKeyFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["MalformedJsonProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["PayloadTooLargeProblem"] | components["schemas"]["LambdaApigatewayPreconditionFailedProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UnsupportedMediaTypeProblem"] | components["schemas"]["UriTooLongProblem"] | components["schemas"]["ValidationProblem"];
        /** @description Items of any form: an id and free JSON. Clients of the old DynamoDBManager keep theirs here. With fields= it has those that were asked for, and all of them without. */
        LambdaApigatewaySelection: {
            /**
             * Format: date-time
             * @description When the item was created.
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt?: string;
            /**
             * @description What the item holds. The old envelope shows the members of an object beside the id.
             * @example {
             *       "number": 5
             *     }
             */
            data?: unknown;
            /**
             * @description Names the item; made by the service (UUIDv7) when a create leaves it out.
             * @example 1234ABCD
             */
            id?: string;
            /**
             * Format: date-time
             * @description When the item was last written.
             * @example 2026-01-15T09:30:00.000Z
             */
            updatedAt?: string;
            /**
             * Format: int64
             * @description Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL.
             * @example 1
             */
            version?: number;
            /** @description What is stored and cannot be read: null stands in its place. At most 100 are told; the member is not there where all could be read. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
        /** @description What lambdaApigateways can end with. */
        LambdaApigatewaysFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["CursorInvalidProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["NoIndexProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["LambdaApigatewayPreconditionFailedProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UriTooLongProblem"];
        ListPlan: {
            /**
             * Format: int64
             * @description Calls of DynamoDB.
             */
            calls: number;
            /**
             * Format: double
             * @description Read units that were charged.
             */
            capacityUnits: number;
            /**
             * Format: int64
             * @description Items that were read, whether they met the filter or not.
             */
            examined: number;
            /** @description What is checked after an item was read, and charged for. */
            filteredAfterReading?: string;
            /** @description The index that was read. */
            index?: string;
            /** @description The key condition without its values. */
            keyCondition?: string;
            /** @description The indexes that must not be read yet, each with the reason. */
            notUsed?: string[];
            /** @description The calls of DynamoDB. */
            path: components["schemas"]["AccessPath"];
            /**
             * Format: int64
             * @description How many queries are merged.
             */
            queries?: number;
            /**
             * Format: int64
             * @description Items that a page may examine.
             */
            readBudget: number;
            /**
             * Format: int64
             * @description Items in the page.
             */
            returned: number;
            /** @description The field by which the items come. */
            sortedBy?: string;
        };
        /** @description The body is not JSON. A problem document (RFC 9457). */
        MalformedJsonProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/malformed-json";
        };
        /** @description A condition on a value of the kind money. */
        MoneyCondition: {
            between?: number[];
            /** Format: double */
            eq?: number;
            exists?: boolean;
            /** Format: double */
            ge?: number;
            /** Format: double */
            gt?: number;
            in?: number[];
            /** Format: double */
            le?: number;
            /** Format: double */
            lt?: number;
            /** Format: double */
            ne?: number;
            /** @description The negation of in, and so true for items without the field. */
            notIn?: number[];
        };
        /** @description An item has to be mended first. A problem document (RFC 9457). */
        NeedsMendingProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** @description The wrong fields. */
            errors?: components["schemas"]["FieldProblem"][];
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/needs-mending";
        };
        /** @description No index can answer this. A problem document (RFC 9457). */
        NoIndexProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/no-index";
        };
        /** @description The answer cannot have that form. A problem document (RFC 9457). */
        NotAcceptableProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/not-acceptable";
        };
        /** @description There is no such item. A problem document (RFC 9457). */
        NotFoundProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/not-found";
        };
        /** @description What was bought. Made by a checkout, PENDING until it has been placed. */
        Order: {
            /**
             * @description Where it goes.
             * @example 1 Main Street
             */
            address?: string | null;
            /**
             * @description It must be four digits.
             * @example 4242
             */
            cardLast4?: string | null;
            /**
             * Format: date-time
             * @description When the item was created.
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt?: string;
            /** @example ada@example.com */
            email?: string | null;
            /** @example Ada */
            firstName?: string | null;
            /** @description What was bought, with the prices paid. */
            items: (components["schemas"]["OrderItem"] | null)[] | null;
            /** @example Lovelace */
            lastName?: string | null;
            /**
             * Format: date-time
             * @description When the checkout was accepted.
             * @example 2026-01-15T09:30:00.000Z
             */
            orderDate: string | null;
            /**
             * @description Made by the checkout from the user, the key and the basket.
             * @example order-1
             */
            orderId: string;
            /**
             * Format: int32
             * @description The number of the way to pay.
             * @example 1
             */
            paymentMethod?: number | null;
            /**
             * @description How far it has come.
             * @example PLACED
             */
            status: components["schemas"]["OrderStatus"] | null;
            /**
             * Format: double
             * @description The sum of price × quantity. At most two decimals.
             * @example 499
             */
            totalPrice: number | null;
            /**
             * Format: date-time
             * @description When the item was last written.
             * @example 2026-01-15T09:30:00.000Z
             */
            updatedAt?: string;
            /**
             * @description Who bought it.
             * @example swn
             */
            userName: string;
            /**
             * Format: int64
             * @description Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL.
             * @example 1
             */
            version: number;
            /** @description What is stored and cannot be read: null stands in its place. At most 100 are told; the member is not there where all could be read. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
        OrderAnnounced: {
            /**
             * Format: date-time
             * @description When the item was created.
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt?: string;
            /** @description What was bought, with the prices paid. */
            items: (components["schemas"]["OrderItemAnnounced"] | null)[] | null;
            /**
             * Format: date-time
             * @description When the checkout was accepted.
             * @example 2026-01-15T09:30:00.000Z
             */
            orderDate: string | null;
            /**
             * @description Made by the checkout from the user, the key and the basket.
             * @example order-1
             */
            orderId: string;
            /**
             * Format: int32
             * @description The number of the way to pay.
             * @example 1
             */
            paymentMethod?: number | null;
            /**
             * @description How far it has come.
             * @example PLACED
             */
            status: components["schemas"]["OrderStatus"] | null;
            /**
             * Format: double
             * @description The sum of price × quantity. At most two decimals.
             * @example 499
             */
            totalPrice: number | null;
            /**
             * Format: date-time
             * @description When the item was last written.
             * @example 2026-01-15T09:30:00.000Z
             */
            updatedAt?: string;
            /**
             * @description Who bought it.
             * @example swn
             */
            userName: string;
            /**
             * Format: int64
             * @description Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL.
             * @example 1
             */
            version: number;
        };
        OrderChange: {
            /**
             * @description What happened.
             * @example Updated
             */
            change: components["schemas"]["ChangeKind"];
            /** @description The names of the fields that an update has changed. */
            changed?: string[];
            /**
             * @description The same each time this change is told.
             * @example 0196f7a2-8c00-7000-8000-000000000001
             */
            id: string;
            /** @description The item after the change, without fields that are marked as sensitive. Missing when it is gone or too large: read it. */
            item?: components["schemas"]["OrderAnnounced"];
            /** @description The key fields of the item. */
            key: components["schemas"]["OrderKey"];
            /**
             * Format: date-time
             * @description When it happened.
             * @example 2026-01-15T09:30:00.000Z
             */
            time: string;
            /**
             * Format: int32
             * @description The version of the item after the change; of one that is gone, its last.
             * @example 2
             */
            version: number;
        };
        OrderChangeFeed: {
            /** @description The changes, from the oldest. */
            changes: components["schemas"]["OrderChange"][];
            /**
             * @description Send it as since, and what has happened after these changes is told.
             * @example AbCd
             */
            cursor: string;
            /**
             * Format: int32
             * @description Let so many seconds pass before you ask again. It is 0 for callers who may wait for the next change.
             * @example 0
             */
            retryAfterSeconds: number;
        };
        /** @description What orderChanges can end with. */
        OrderChangesFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadPathProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["ChangesGoneProblem"] | components["schemas"]["CursorInvalidProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["NotFoundProblem"] | components["schemas"]["OrderPreconditionFailedProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UriTooLongProblem"];
        /** @description What order can end with. */
        OrderFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadPathProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["NotFoundProblem"] | components["schemas"]["OrderPreconditionFailedProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UriTooLongProblem"];
        /** @description Which items the list holds; all conditions must hold. */
        OrderFilter: {
            address?: components["schemas"]["TextCondition"];
            /** @description All of these hold. */
            and?: components["schemas"]["OrderFilter"][];
            cardLast4?: components["schemas"]["TextCondition"];
            createdAt?: components["schemas"]["DateTimeCondition"];
            email?: components["schemas"]["TextCondition"];
            firstName?: components["schemas"]["TextCondition"];
            items?: components["schemas"]["ExistsCondition"];
            lastName?: components["schemas"]["TextCondition"];
            /** @description This does not hold. */
            not?: components["schemas"]["OrderFilter"];
            /** @description At least one of these holds. */
            or?: components["schemas"]["OrderFilter"][];
            orderDate?: components["schemas"]["DateTimeCondition"];
            orderId?: components["schemas"]["TextCondition"];
            paymentMethod?: components["schemas"]["IntegerCondition"];
            status?: components["schemas"]["OrderStatusCondition"];
            totalPrice?: components["schemas"]["MoneyCondition"];
            updatedAt?: components["schemas"]["DateTimeCondition"];
            userName?: components["schemas"]["TextCondition"];
            version?: components["schemas"]["IntegerCondition"];
        };
        OrderItem: {
            /**
             * @description The chosen variant.
             * @example Red
             */
            color?: string | null;
            /** @description The pieces were taken from the stock, and go back there when the order is cancelled. */
            fromStock?: boolean | null;
            /**
             * Format: double
             * @description The price of one piece that was paid. At most two decimals.
             * @example 249.5
             */
            price: number | null;
            /** @description What was bought. Only there when include= asks for it. */
            product?: components["schemas"]["Product"] | null;
            /**
             * @description What was bought.
             * @example p-100
             */
            productId: string | null;
            /**
             * @description The title at that time.
             * @example Pocket Camera
             */
            productName?: string | null;
            /**
             * Format: int32
             * @description Pieces.
             * @example 2
             */
            quantity: number | null;
        };
        OrderItemAnnounced: {
            /**
             * @description The chosen variant.
             * @example Red
             */
            color?: string | null;
            /** @description The pieces were taken from the stock, and go back there when the order is cancelled. */
            fromStock?: boolean | null;
            /**
             * Format: double
             * @description The price of one piece that was paid. At most two decimals.
             * @example 249.5
             */
            price: number | null;
            /**
             * @description What was bought.
             * @example p-100
             */
            productId: string | null;
            /**
             * @description The title at that time.
             * @example Pocket Camera
             */
            productName?: string | null;
            /**
             * Format: int32
             * @description Pieces.
             * @example 2
             */
            quantity: number | null;
        };
        OrderKey: {
            /**
             * @description Made by the checkout from the user, the key and the basket.
             * @example order-1
             */
            orderId: string;
            /**
             * @description Who bought it.
             * @example swn
             */
            userName: string;
        };
        OrderPage: {
            items: components["schemas"]["OrderSelection"][];
            /** @description Send it as cursor to get the next page; absent on the last. */
            nextCursor?: string;
            /** @description With explain=true: how the list was read and what it cost. */
            plan?: components["schemas"]["ListPlan"];
            /** @description Send it as before to get the page before; absent on the first. */
            previousCursor?: string;
            /**
             * Format: int64
             * @description With count=true: how many items the whole list has.
             */
            totalCount?: number | null;
            /** @description Why totalCount is null. */
            totalCountReason?: string;
            /** @description Why the page ended before it was full; nextCursor goes on from there. */
            truncatedBy?: components["schemas"]["Truncation"];
            /** @description What is stored and cannot be read: null stands in its place. At most 100 are told; the member is not there where all could be read. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
        /** @description The item has changed or is not there. A problem document (RFC 9457). */
        OrderPreconditionFailedProblem: {
            /** @description The item as it is, where one stands in the way. */
            current?: components["schemas"]["Order"];
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/precondition-failed";
        };
        /** @description What was bought. Made by a checkout, PENDING until it has been placed. With fields= it has those that were asked for, and all of them without. */
        OrderSelection: {
            /**
             * @description Where it goes.
             * @example 1 Main Street
             */
            address?: string | null;
            /**
             * @description It must be four digits.
             * @example 4242
             */
            cardLast4?: string | null;
            /**
             * Format: date-time
             * @description When the item was created.
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt?: string;
            /** @example ada@example.com */
            email?: string | null;
            /** @example Ada */
            firstName?: string | null;
            /** @description What was bought, with the prices paid. */
            items?: (components["schemas"]["OrderItem"] | null)[] | null;
            /** @example Lovelace */
            lastName?: string | null;
            /**
             * Format: date-time
             * @description When the checkout was accepted.
             * @example 2026-01-15T09:30:00.000Z
             */
            orderDate?: string | null;
            /**
             * @description Made by the checkout from the user, the key and the basket.
             * @example order-1
             */
            orderId?: string;
            /**
             * Format: int32
             * @description The number of the way to pay.
             * @example 1
             */
            paymentMethod?: number | null;
            /**
             * @description How far it has come.
             * @example PLACED
             */
            status?: components["schemas"]["OrderStatus"] | null;
            /**
             * Format: double
             * @description The sum of price × quantity. At most two decimals.
             * @example 499
             */
            totalPrice?: number | null;
            /**
             * Format: date-time
             * @description When the item was last written.
             * @example 2026-01-15T09:30:00.000Z
             */
            updatedAt?: string;
            /**
             * @description Who bought it.
             * @example swn
             */
            userName?: string;
            /**
             * Format: int64
             * @description Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL.
             * @example 1
             */
            version?: number;
            /** @description What is stored and cannot be read: null stands in its place. At most 100 are told; the member is not there where all could be read. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
        /** @description What orders can end with. */
        OrdersFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadPathProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["CursorInvalidProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["NoIndexProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["NotFoundProblem"] | components["schemas"]["OrderPreconditionFailedProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UriTooLongProblem"];
        /** @enum {string} */
        OrderSort: "orderId" | "-orderId" | "orderDate" | "-orderDate";
        /** @enum {string} */
        OrderStatus: "PENDING" | "PLACED" | "PAID" | "SHIPPED" | "DELIVERED" | "CANCELLED";
        OrderStatusChangeInput: {
            /**
             * @description The next status.
             * @example PAID
             */
            status: components["schemas"]["OrderStatus"];
        };
        /** @description A condition on a value of the kind enumeration. */
        OrderStatusCondition: {
            eq?: components["schemas"]["OrderStatus"];
            exists?: boolean;
            in?: components["schemas"]["OrderStatus"][];
            ne?: components["schemas"]["OrderStatus"];
            /** @description The negation of in, and so true for items without the field. */
            notIn?: components["schemas"]["OrderStatus"][];
        };
        /** @description There is not enough in stock. A problem document (RFC 9457). */
        OutOfStockProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** @description The products that stand in the way of a checkout. */
            products?: components["schemas"]["ProductProblem"][];
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/out-of-stock";
        };
        /** @description The request is too large. A problem document (RFC 9457). */
        PayloadTooLargeProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/payload-too-large";
        };
        /** @description A price has changed. A problem document (RFC 9457). */
        PriceChangedProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** @description The products that stand in the way of a checkout. */
            products?: components["schemas"]["ProductProblem"][];
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/price-changed";
        };
        /**
         * Format: uri-reference
         * @enum {string}
         */
        ProblemType: "/problems/answer-too-large" | "/problems/bad-header" | "/problems/bad-path" | "/problems/bad-query" | "/problems/basket-changed" | "/problems/basket-too-large" | "/problems/changes-gone" | "/problems/conflict" | "/problems/cursor-invalid" | "/problems/empty-basket" | "/problems/forbidden" | "/problems/headers-too-large" | "/problems/idempotency-key-in-progress" | "/problems/idempotency-key-invalid" | "/problems/idempotency-key-reused" | "/problems/internal" | "/problems/malformed-json" | "/problems/needs-mending" | "/problems/no-index" | "/problems/not-acceptable" | "/problems/not-found" | "/problems/out-of-stock" | "/problems/payload-too-large" | "/problems/precondition-failed" | "/problems/price-changed" | "/problems/read-budget-spent" | "/problems/timeout" | "/problems/too-many-requests" | "/problems/transition-not-allowed" | "/problems/unauthenticated" | "/problems/unavailable" | "/problems/unknown-product" | "/problems/unsupported-media-type" | "/problems/uri-too-long" | "/problems/validation";
        /** @description What the shop sells. */
        Product: {
            /** @example Lumen */
            brand?: string | null;
            /**
             * @description The shelf on which the product stands.
             * @example Camera
             */
            category: string | null;
            /**
             * Format: date-time
             * @description When the item was created.
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt?: string;
            /** @description A few sentences for the product page. */
            description?: string | null;
            /**
             * @description Names the item; made by the service (UUIDv7) when a create leaves it out.
             * @example p-100
             */
            id: string;
            /** @description Name or address of the large picture. */
            imageFile?: string | null;
            /**
             * Format: double
             * @description The price of one piece. At most two decimals.
             * @example 249.5
             */
            price: number | null;
            /**
             * Format: double
             * @description The mean of the customers’ stars.
             * @example 4.5
             */
            rating?: number | null;
            /**
             * @description The number on the shelf label.
             * @example CAM-100
             */
            sku?: string | null;
            /**
             * Format: int32
             * @description Pieces in store; left out when stock is not tracked.
             * @example 12
             */
            stock?: number | null;
            /**
             * @description Words to find the product by.
             * @example [
             *       "travel",
             *       "compact"
             *     ]
             */
            tags?: (string | null)[] | null;
            /** @description Name or address of the small picture. */
            thumbnail?: string | null;
            /**
             * @description Shown in lists and on the product page.
             * @example Pocket Camera
             */
            title: string | null;
            /**
             * Format: date-time
             * @description When the item was last written.
             * @example 2026-01-15T09:30:00.000Z
             */
            updatedAt?: string;
            /**
             * Format: int64
             * @description Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL.
             * @example 1
             */
            version: number;
            /** @description What is stored and cannot be read: null stands in its place. At most 100 are told; the member is not there where all could be read. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
        ProductAnnounced: {
            /** @example Lumen */
            brand?: string | null;
            /**
             * @description The shelf on which the product stands.
             * @example Camera
             */
            category: string | null;
            /**
             * Format: date-time
             * @description When the item was created.
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt?: string;
            /** @description A few sentences for the product page. */
            description?: string | null;
            /**
             * @description Names the item; made by the service (UUIDv7) when a create leaves it out.
             * @example p-100
             */
            id: string;
            /** @description Name or address of the large picture. */
            imageFile?: string | null;
            /**
             * Format: double
             * @description The price of one piece. At most two decimals.
             * @example 249.5
             */
            price: number | null;
            /**
             * Format: double
             * @description The mean of the customers’ stars.
             * @example 4.5
             */
            rating?: number | null;
            /**
             * @description The number on the shelf label.
             * @example CAM-100
             */
            sku?: string | null;
            /**
             * Format: int32
             * @description Pieces in store; left out when stock is not tracked.
             * @example 12
             */
            stock?: number | null;
            /**
             * @description Words to find the product by.
             * @example [
             *       "travel",
             *       "compact"
             *     ]
             */
            tags?: (string | null)[] | null;
            /** @description Name or address of the small picture. */
            thumbnail?: string | null;
            /**
             * @description Shown in lists and on the product page.
             * @example Pocket Camera
             */
            title: string | null;
            /**
             * Format: date-time
             * @description When the item was last written.
             * @example 2026-01-15T09:30:00.000Z
             */
            updatedAt?: string;
            /**
             * Format: int64
             * @description Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL.
             * @example 1
             */
            version: number;
        };
        ProductCardsAnswer: {
            data?: components["schemas"]["ProductCardsData"] | null;
            /** @description What went wrong; null stands at its place. */
            errors?: components["schemas"]["GraphQLError"][];
        };
        ProductCardsData: {
            products: components["schemas"]["ProductCardsDataProducts"] | null;
        };
        ProductCardsDataProducts: {
            edges: components["schemas"]["ProductCardsDataProductsEdges"][];
            pageInfo: components["schemas"]["ProductCardsDataProductsPageInfo"];
        };
        ProductCardsDataProductsEdges: {
            node: components["schemas"]["ProductCardsDataProductsEdgesNode"] | null;
        };
        ProductCardsDataProductsEdgesNode: {
            id: string;
            /** Format: double */
            price: number | null;
            thumbnail: string | null;
            title: string | null;
        };
        ProductCardsDataProductsPageInfo: {
            endCursor: string | null;
            hasNextPage: boolean;
        };
        ProductCardsVariables: {
            after?: string | null;
            /** @default Phone */
            category?: string;
            /**
             * Format: int32
             * @default 12
             */
            first?: number | null;
        };
        ProductChange: {
            /**
             * @description What happened.
             * @example Updated
             */
            change: components["schemas"]["ChangeKind"];
            /** @description The names of the fields that an update has changed. */
            changed?: string[];
            /**
             * @description The same each time this change is told.
             * @example 0196f7a2-8c00-7000-8000-000000000001
             */
            id: string;
            /** @description The item after the change, without fields that are marked as sensitive. Missing when it is gone or too large: read it. */
            item?: components["schemas"]["ProductAnnounced"];
            /** @description The key fields of the item. */
            key: components["schemas"]["ProductKey"];
            /**
             * Format: date-time
             * @description When it happened.
             * @example 2026-01-15T09:30:00.000Z
             */
            time: string;
            /**
             * Format: int32
             * @description The version of the item after the change; of one that is gone, its last.
             * @example 2
             */
            version: number;
        };
        ProductChangeFeed: {
            /** @description The changes, from the oldest. */
            changes: components["schemas"]["ProductChange"][];
            /**
             * @description Send it as since, and what has happened after these changes is told.
             * @example AbCd
             */
            cursor: string;
            /**
             * Format: int32
             * @description Let so many seconds pass before you ask again. It is 0 for callers who may wait for the next change.
             * @example 0
             */
            retryAfterSeconds: number;
        };
        /** @description What productChanges can end with. */
        ProductChangesFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["ChangesGoneProblem"] | components["schemas"]["CursorInvalidProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["ProductPreconditionFailedProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UriTooLongProblem"];
        /** @description The request conflicts with what is there. A problem document (RFC 9457). */
        ProductConflictProblem: {
            /** @description The item as it is, where one stands in the way. */
            current?: components["schemas"]["Product"];
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/conflict";
        };
        /** @description What product can end with. */
        ProductFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadPathProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["NotFoundProblem"] | components["schemas"]["ProductPreconditionFailedProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UriTooLongProblem"];
        /** @description Which items the list holds; all conditions must hold. */
        ProductFilter: {
            /** @description All of these hold. */
            and?: components["schemas"]["ProductFilter"][];
            brand?: components["schemas"]["TextCondition"];
            category?: components["schemas"]["TextCondition"];
            createdAt?: components["schemas"]["DateTimeCondition"];
            description?: components["schemas"]["TextCondition"];
            id?: components["schemas"]["IdCondition"];
            imageFile?: components["schemas"]["TextCondition"];
            /** @description This does not hold. */
            not?: components["schemas"]["ProductFilter"];
            /** @description At least one of these holds. */
            or?: components["schemas"]["ProductFilter"][];
            price?: components["schemas"]["MoneyCondition"];
            rating?: components["schemas"]["FloatCondition"];
            sku?: components["schemas"]["TextCondition"];
            stock?: components["schemas"]["IntegerCondition"];
            tags?: components["schemas"]["TextListCondition"];
            thumbnail?: components["schemas"]["TextCondition"];
            title?: components["schemas"]["TextCondition"];
            updatedAt?: components["schemas"]["DateTimeCondition"];
            version?: components["schemas"]["IntegerCondition"];
        };
        ProductInput: {
            /** @example Lumen */
            brand?: string | null;
            /**
             * @description The shelf on which the product stands.
             * @default Other
             * @example Camera
             */
            category?: string;
            /** @description A few sentences for the product page. */
            description?: string | null;
            /**
             * @description Names the item; made by the service (UUIDv7) when a create leaves it out.
             * @example p-100
             */
            id?: string;
            /** @description Name or address of the large picture. */
            imageFile?: string | null;
            /**
             * Format: double
             * @description The price of one piece. At most two decimals.
             * @example 249.5
             */
            price: number;
            /**
             * Format: double
             * @description The mean of the customers’ stars.
             * @example 4.5
             */
            rating?: number | null;
            /**
             * @description The number on the shelf label.
             * @example CAM-100
             */
            sku?: string | null;
            /**
             * Format: int32
             * @description Pieces in store; left out when stock is not tracked.
             * @example 12
             */
            stock?: number | null;
            /**
             * @description Words to find the product by.
             * @example [
             *       "travel",
             *       "compact"
             *     ]
             */
            tags?: string[] | null;
            /** @description Name or address of the small picture. */
            thumbnail?: string | null;
            /**
             * @description Shown in lists and on the product page.
             * @example Pocket Camera
             */
            title: string;
        };
        ProductKey: {
            /**
             * @description Names the item; made by the service (UUIDv7) when a create leaves it out.
             * @example p-100
             */
            id: string;
        };
        ProductOutcome: {
            error?: components["schemas"]["ProductOutcomeProblem"];
            item?: components["schemas"]["Product"];
            /**
             * Format: int32
             * @description 201 created, 200 would be created (dry run), 4xx or 5xx refused.
             */
            status: number;
        };
        /** @description A problem document (RFC 9457). */
        ProductOutcomeProblem: {
            /** @description The item as it is, where one stands in the way. */
            current?: components["schemas"]["Product"];
            /** @description What has happened, for people. */
            detail: string;
            /** @description The wrong fields. */
            errors?: components["schemas"]["FieldProblem"][];
            /** Format: int32 */
            status: number;
            title: string;
            /** @description A page that explains the problem. */
            type: components["schemas"]["ProblemType"];
        };
        ProductPage: {
            items: components["schemas"]["ProductSelection"][];
            /** @description Send it as cursor to get the next page; absent on the last. */
            nextCursor?: string;
            /** @description With explain=true: how the list was read and what it cost. */
            plan?: components["schemas"]["ListPlan"];
            /** @description Send it as before to get the page before; absent on the first. */
            previousCursor?: string;
            /**
             * Format: int64
             * @description With count=true: how many items the whole list has.
             */
            totalCount?: number | null;
            /** @description Why totalCount is null. */
            totalCountReason?: string;
            /** @description Why the page ended before it was full; nextCursor goes on from there. */
            truncatedBy?: components["schemas"]["Truncation"];
            /** @description What is stored and cannot be read: null stands in its place. At most 100 are told; the member is not there where all could be read. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
        /** @description A JSON merge patch (RFC 7396): null removes an optional field. */
        ProductPatch: {
            /** @example Lumen */
            brand?: string | null;
            /**
             * @description The shelf on which the product stands.
             * @example Camera
             */
            category?: string;
            /**
             * Format: date-time
             * @description As it was read.
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt?: string;
            /** @description A few sentences for the product page. */
            description?: string | null;
            /** @description Name or address of the large picture. */
            imageFile?: string | null;
            /**
             * Format: double
             * @description The price of one piece. At most two decimals.
             * @example 249.5
             */
            price?: number;
            /**
             * Format: double
             * @description The mean of the customers’ stars.
             * @example 4.5
             */
            rating?: number | null;
            /**
             * @description The number on the shelf label.
             * @example CAM-100
             */
            sku?: string | null;
            /**
             * Format: int32
             * @description Pieces in store; left out when stock is not tracked.
             * @example 12
             */
            stock?: number | null;
            /**
             * @description Words to find the product by.
             * @example [
             *       "travel",
             *       "compact"
             *     ]
             */
            tags?: string[] | null;
            /** @description Name or address of the small picture. */
            thumbnail?: string | null;
            /**
             * @description Shown in lists and on the product page.
             * @example Pocket Camera
             */
            title?: string;
            /**
             * Format: date-time
             * @description As it was read.
             * @example 2026-01-15T09:30:00.000Z
             */
            updatedAt?: string;
            /**
             * Format: int64
             * @description The version that was read; as If-Match.
             * @example 1
             */
            version?: number;
            /** @description As they were read; nothing is made of them. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
        /** @description The item has changed or is not there. A problem document (RFC 9457). */
        ProductPreconditionFailedProblem: {
            /** @description The item as it is, where one stands in the way. */
            current?: components["schemas"]["Product"];
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/precondition-failed";
        };
        ProductProblem: {
            /**
             * Format: double
             * @description The price in the basket. At most two decimals.
             * @example 20
             */
            basketPrice?: number;
            /**
             * Format: double
             * @description The price in the catalogue. At most two decimals.
             * @example 25
             */
            cataloguePrice?: number;
            /**
             * Format: int32
             * @description The pieces that are left.
             * @example 1
             */
            left?: number;
            /** @example p-100 */
            productId: string;
            /**
             * Format: int32
             * @description The pieces that are wanted.
             * @example 3
             */
            wanted?: number;
        };
        ProductReplacement: {
            /** @example Lumen */
            brand?: string | null;
            /**
             * @description The shelf on which the product stands.
             * @default Other
             * @example Camera
             */
            category?: string;
            /**
             * Format: date-time
             * @description As it was read.
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt?: string;
            /** @description A few sentences for the product page. */
            description?: string | null;
            /**
             * @description Names the item; made by the service (UUIDv7) when a create leaves it out.
             * @example p-100
             */
            id?: string;
            /** @description Name or address of the large picture. */
            imageFile?: string | null;
            /**
             * Format: double
             * @description The price of one piece. At most two decimals.
             * @example 249.5
             */
            price: number;
            /**
             * Format: double
             * @description The mean of the customers’ stars.
             * @example 4.5
             */
            rating?: number | null;
            /**
             * @description The number on the shelf label.
             * @example CAM-100
             */
            sku?: string | null;
            /**
             * Format: int32
             * @description Pieces in store; left out when stock is not tracked.
             * @example 12
             */
            stock?: number | null;
            /**
             * @description Words to find the product by.
             * @example [
             *       "travel",
             *       "compact"
             *     ]
             */
            tags?: string[] | null;
            /** @description Name or address of the small picture. */
            thumbnail?: string | null;
            /**
             * @description Shown in lists and on the product page.
             * @example Pocket Camera
             */
            title: string;
            /**
             * Format: date-time
             * @description As it was read.
             * @example 2026-01-15T09:30:00.000Z
             */
            updatedAt?: string;
            /**
             * Format: int64
             * @description The version that was read; as If-Match.
             * @example 1
             */
            version?: number;
            /** @description As they were read; nothing is made of them. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
        ProductsByKeyAnswer: {
            items: (components["schemas"]["Product"] | null)[];
            /** @description What is stored and cannot be read: null stands in its place. At most 100 are told; the member is not there where all could be read. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
        ProductsByKeyBody: {
            keys: components["schemas"]["ProductKey"][];
        };
        /** @description What productsByKey can end with. */
        ProductsByKeyFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["MalformedJsonProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["PayloadTooLargeProblem"] | components["schemas"]["ProductPreconditionFailedProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UnsupportedMediaTypeProblem"] | components["schemas"]["UriTooLongProblem"] | components["schemas"]["ValidationProblem"];
        /** @description What the shop sells. With fields= it has those that were asked for, and all of them without. */
        ProductSelection: {
            /** @example Lumen */
            brand?: string | null;
            /**
             * @description The shelf on which the product stands.
             * @example Camera
             */
            category?: string | null;
            /**
             * Format: date-time
             * @description When the item was created.
             * @example 2026-01-15T09:30:00.000Z
             */
            createdAt?: string;
            /** @description A few sentences for the product page. */
            description?: string | null;
            /**
             * @description Names the item; made by the service (UUIDv7) when a create leaves it out.
             * @example p-100
             */
            id?: string;
            /** @description Name or address of the large picture. */
            imageFile?: string | null;
            /**
             * Format: double
             * @description The price of one piece. At most two decimals.
             * @example 249.5
             */
            price?: number | null;
            /**
             * Format: double
             * @description The mean of the customers’ stars.
             * @example 4.5
             */
            rating?: number | null;
            /**
             * @description The number on the shelf label.
             * @example CAM-100
             */
            sku?: string | null;
            /**
             * Format: int32
             * @description Pieces in store; left out when stock is not tracked.
             * @example 12
             */
            stock?: number | null;
            /**
             * @description Words to find the product by.
             * @example [
             *       "travel",
             *       "compact"
             *     ]
             */
            tags?: (string | null)[] | null;
            /** @description Name or address of the small picture. */
            thumbnail?: string | null;
            /**
             * @description Shown in lists and on the product page.
             * @example Pocket Camera
             */
            title?: string | null;
            /**
             * Format: date-time
             * @description When the item was last written.
             * @example 2026-01-15T09:30:00.000Z
             */
            updatedAt?: string;
            /**
             * Format: int64
             * @description Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL.
             * @example 1
             */
            version?: number;
            /** @description What is stored and cannot be read: null stands in its place. At most 100 are told; the member is not there where all could be read. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
        /** @description What products can end with. */
        ProductsFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["CursorInvalidProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["NoIndexProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["ProductPreconditionFailedProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UriTooLongProblem"];
        /** @enum {string} */
        ProductSort: "price" | "-price";
        /** @description What putBasket can end with. */
        PutBasketFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["IdempotencyKeyInProgressProblem"] | components["schemas"]["IdempotencyKeyInvalidProblem"] | components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["MalformedJsonProblem"] | components["schemas"]["NeedsMendingProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["PayloadTooLargeProblem"] | components["schemas"]["BasketPreconditionFailedProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UnsupportedMediaTypeProblem"] | components["schemas"]["UriTooLongProblem"] | components["schemas"]["ValidationProblem"];
        /** @description The request reads too much at once. A problem document (RFC 9457). */
        ReadBudgetSpentProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/read-budget-spent";
        };
        /** @description What removeBasketItem can end with. */
        RemoveBasketItemFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadPathProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["IdempotencyKeyInProgressProblem"] | components["schemas"]["IdempotencyKeyInvalidProblem"] | components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["NeedsMendingProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["NotFoundProblem"] | components["schemas"]["BasketPreconditionFailedProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UriTooLongProblem"];
        /** @description What replaceBasket can end with. */
        ReplaceBasketFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadPathProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["IdempotencyKeyInProgressProblem"] | components["schemas"]["IdempotencyKeyInvalidProblem"] | components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["MalformedJsonProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["NotFoundProblem"] | components["schemas"]["PayloadTooLargeProblem"] | components["schemas"]["BasketPreconditionFailedProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UnsupportedMediaTypeProblem"] | components["schemas"]["UriTooLongProblem"] | components["schemas"]["ValidationProblem"];
        /** @description What replaceLambdaApigateway can end with. */
        ReplaceLambdaApigatewayFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadPathProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["IdempotencyKeyInProgressProblem"] | components["schemas"]["IdempotencyKeyInvalidProblem"] | components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["MalformedJsonProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["NotFoundProblem"] | components["schemas"]["PayloadTooLargeProblem"] | components["schemas"]["LambdaApigatewayPreconditionFailedProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UnsupportedMediaTypeProblem"] | components["schemas"]["UriTooLongProblem"] | components["schemas"]["ValidationProblem"];
        /** @description What replaceProduct can end with. */
        ReplaceProductFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadPathProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["IdempotencyKeyInProgressProblem"] | components["schemas"]["IdempotencyKeyInvalidProblem"] | components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["MalformedJsonProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["NotFoundProblem"] | components["schemas"]["PayloadTooLargeProblem"] | components["schemas"]["ProductPreconditionFailedProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UnsupportedMediaTypeProblem"] | components["schemas"]["UriTooLongProblem"] | components["schemas"]["ValidationProblem"];
        /** @description What setBasketItemQuantity can end with. */
        SetBasketItemQuantityFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadPathProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["IdempotencyKeyInProgressProblem"] | components["schemas"]["IdempotencyKeyInvalidProblem"] | components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["MalformedJsonProblem"] | components["schemas"]["NeedsMendingProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["NotFoundProblem"] | components["schemas"]["PayloadTooLargeProblem"] | components["schemas"]["BasketPreconditionFailedProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UnsupportedMediaTypeProblem"] | components["schemas"]["UriTooLongProblem"] | components["schemas"]["ValidationProblem"];
        /** @description What setOrderStatus can end with. */
        SetOrderStatusFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadPathProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["IdempotencyKeyInProgressProblem"] | components["schemas"]["IdempotencyKeyInvalidProblem"] | components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["MalformedJsonProblem"] | components["schemas"]["NeedsMendingProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["NotFoundProblem"] | components["schemas"]["PayloadTooLargeProblem"] | components["schemas"]["OrderPreconditionFailedProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["TransitionNotAllowedProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UnsupportedMediaTypeProblem"] | components["schemas"]["UriTooLongProblem"] | components["schemas"]["ValidationProblem"];
        /** @description A condition on a value of the kind text. */
        TextCondition: {
            beginsWith?: string;
            between?: string[];
            contains?: string;
            /** @description Checked by the gateway on each item that was read, because DynamoDB has nothing like it. */
            endsWith?: string;
            eq?: string;
            exists?: boolean;
            ge?: string;
            gt?: string;
            in?: string[];
            le?: string;
            lt?: string;
            ne?: string;
            /** @description The negation of in, and so true for items without the field. */
            notIn?: string[];
        };
        /** @description A condition on a value of the kind list. */
        TextListCondition: {
            contains?: string;
            exists?: boolean;
        };
        /** @description The answer did not come in time. A problem document (RFC 9457). */
        TimeoutProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/timeout";
        };
        /** @description Too many requests at once. A problem document (RFC 9457). */
        TooManyRequestsProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/too-many-requests";
        };
        /** @description The order cannot get this status. A problem document (RFC 9457). */
        TransitionNotAllowedProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/transition-not-allowed";
        };
        /** @enum {string} */
        Truncation: "readBudget" | "answerSize";
        /** @description Sign in for this. A problem document (RFC 9457). */
        UnauthenticatedProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/unauthenticated";
        };
        /** @description Something that the gateway needs does not answer. A problem document (RFC 9457). */
        UnavailableProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/unavailable";
        };
        /** @description A product is no longer sold. A problem document (RFC 9457). */
        UnknownProductProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** @description The wrong fields. */
            errors?: components["schemas"]["FieldProblem"][];
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/unknown-product";
        };
        /** @description The body has the wrong media type. A problem document (RFC 9457). */
        UnsupportedMediaTypeProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/unsupported-media-type";
        };
        /** @description What updateBasket can end with. */
        UpdateBasketFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadPathProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["IdempotencyKeyInProgressProblem"] | components["schemas"]["IdempotencyKeyInvalidProblem"] | components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["MalformedJsonProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["NotFoundProblem"] | components["schemas"]["PayloadTooLargeProblem"] | components["schemas"]["BasketPreconditionFailedProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UnsupportedMediaTypeProblem"] | components["schemas"]["UriTooLongProblem"] | components["schemas"]["ValidationProblem"];
        /** @description What updateLambdaApigateway can end with. */
        UpdateLambdaApigatewayFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadPathProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["IdempotencyKeyInProgressProblem"] | components["schemas"]["IdempotencyKeyInvalidProblem"] | components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["MalformedJsonProblem"] | components["schemas"]["NeedsMendingProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["NotFoundProblem"] | components["schemas"]["PayloadTooLargeProblem"] | components["schemas"]["LambdaApigatewayPreconditionFailedProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UnsupportedMediaTypeProblem"] | components["schemas"]["UriTooLongProblem"] | components["schemas"]["ValidationProblem"];
        /** @description What updateProduct can end with. */
        UpdateProductFailure: components["schemas"]["AnswerTooLargeProblem"] | components["schemas"]["BadHeaderProblem"] | components["schemas"]["BadPathProblem"] | components["schemas"]["BadQueryProblem"] | components["schemas"]["ForbiddenProblem"] | components["schemas"]["HeadersTooLargeProblem"] | components["schemas"]["IdempotencyKeyInProgressProblem"] | components["schemas"]["IdempotencyKeyInvalidProblem"] | components["schemas"]["IdempotencyKeyReusedProblem"] | components["schemas"]["InternalProblem"] | components["schemas"]["MalformedJsonProblem"] | components["schemas"]["NotAcceptableProblem"] | components["schemas"]["NotFoundProblem"] | components["schemas"]["PayloadTooLargeProblem"] | components["schemas"]["ProductPreconditionFailedProblem"] | components["schemas"]["ReadBudgetSpentProblem"] | components["schemas"]["TimeoutProblem"] | components["schemas"]["TooManyRequestsProblem"] | components["schemas"]["UnauthenticatedProblem"] | components["schemas"]["UnavailableProblem"] | components["schemas"]["UnsupportedMediaTypeProblem"] | components["schemas"]["UriTooLongProblem"] | components["schemas"]["ValidationProblem"];
        /** @description The URL is too long. A problem document (RFC 9457). */
        UriTooLongProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/uri-too-long";
        };
        /** @description The input breaks a rule. A problem document (RFC 9457). */
        ValidationProblem: {
            /** @description What has happened, for people. */
            detail: string;
            /** @description The wrong fields. */
            errors?: components["schemas"]["FieldProblem"][];
            /** Format: int32 */
            status: number;
            title: string;
            /**
             * @description A page that explains the problem. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "/problems/validation";
        };
    };
    responses: {
        /** @description `answer-too-large`: The answer would be too large. */
        AnswerTooLarge: {
            headers: {
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AnswerTooLargeProblem"];
            };
        };
        /** @description `changes-gone`: The changes since then are gone. */
        ChangesGone: {
            headers: {
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ChangesGoneProblem"];
            };
        };
        /** @description `forbidden`: This is not open to you. */
        Forbidden: {
            headers: {
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ForbiddenProblem"];
            };
        };
        /** @description `headers-too-large`: The headers are too large. */
        HeadersTooLarge: {
            headers: {
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["HeadersTooLargeProblem"];
            };
        };
        /** @description `idempotency-key-in-progress`: A request with this Idempotency-Key is under way. */
        IdempotencyKeyInProgress: {
            headers: {
                /** @description The version of the current item in quotes. */
                ETag?: string;
                /** @description Seconds to wait before the request is sent again. */
                "Retry-After"?: string;
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["IdempotencyKeyInProgressProblem"];
            };
        };
        /** @description `idempotency-key-reused`: The Idempotency-Key belongs to another request. */
        IdempotencyKeyReused: {
            headers: {
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["IdempotencyKeyReusedProblem"];
            };
        };
        /** @description `internal`: Something went wrong on our side. */
        Internal: {
            headers: {
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InternalProblem"];
            };
        };
        /** @description `not-acceptable`: The answer cannot have that form. */
        NotAcceptable: {
            headers: {
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["NotAcceptableProblem"];
            };
        };
        /** @description `not-found`: There is no such item. */
        NotFound: {
            headers: {
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["NotFoundProblem"];
            };
        };
        /** @description `timeout`: The answer did not come in time. */
        Timeout: {
            headers: {
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["TimeoutProblem"];
            };
        };
        /** @description `too-many-requests`: Too many requests at once. */
        TooManyRequests: {
            headers: {
                /** @description Seconds to wait before the request is sent again. */
                "Retry-After"?: string;
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["TooManyRequestsProblem"];
            };
        };
        /** @description `unauthenticated`: Sign in for this. */
        Unauthenticated: {
            headers: {
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["UnauthenticatedProblem"];
            };
        };
        /** @description `unavailable`: Something that the gateway needs does not answer. */
        Unavailable: {
            headers: {
                /** @description Seconds to wait before the request is sent again. */
                "Retry-After"?: string;
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["UnavailableProblem"];
            };
        };
        /** @description `unsupported-media-type`: The body has the wrong media type. */
        UnsupportedMediaType: {
            headers: {
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["UnsupportedMediaTypeProblem"];
            };
        };
        /** @description `uri-too-long`: The URL is too long. */
        UriTooLong: {
            headers: {
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["UriTooLongProblem"];
            };
        };
        /** @description `validation`: The input breaks a rule. */
        Validation: {
            headers: {
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ValidationProblem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    baskets: {
        parameters: {
            query?: {
                /** @description The previousCursor of the page after. */
                before?: string;
                /** @description Tell how many items the whole list has, where that is cheap. */
                count?: boolean;
                /** @description The nextCursor of the page before. */
                cursor?: string;
                /** @description Tell how the list was read and what it cost. Only administrators may ask, where callers sign in. */
                explain?: boolean;
                /** @description The fields to answer with, separated by commas. */
                fields?: string;
                /** @description Conditions as JSON, such as {"userName":{"eq":"swn"}}. Without and, or and not they may be written as filter[userName][eq]=swn too. notIn is the negation of in, and so true for items without the field. endsWith is checked by the gateway on each item that was read, because DynamoDB has nothing like it. */
                filter?: string;
                /** @description Related items to put inside, separated by commas: items.product, totalPrice. */
                include?: string;
                /** @description Items in the page. */
                limit?: number;
                /** @description Only items with this userName. */
                userName?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    /** @description The next page as rel="next" (RFC 8288). */
                    Link?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "userName": "swn",
                     *           "items": [
                     *             {
                     *               "quantity": 2,
                     *               "color": "Red",
                     *               "price": 249.5,
                     *               "productName": "Pocket Camera",
                     *               "productId": "p-100"
                     *             }
                     *           ],
                     *           "version": 1,
                     *           "createdAt": "2026-01-15T09:30:00.000Z",
                     *           "updatedAt": "2026-01-15T09:30:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["BasketPage"];
                };
            };
            /** @description `bad-header`: A request header is malformed. `bad-query`: A query parameter is wrong. `cursor-invalid`: The cursor does not belong to this list. `no-index`: No index can answer this. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BasketsFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            /** @description `precondition-failed`: The item has changed or is not there. */
            412: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BasketPreconditionFailedProblem"];
                };
            };
            413: components["responses"]["AnswerTooLarge"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    putBasket: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request sent again with the same key, such as "8e03978e-40d5-43dd-bc93-6894a57f9324", has one effect and gets the first answer. */
                "Idempotency-Key"?: string;
                /** @description Write only if this is the current ETag, such as "1", or * for any. */
                "If-Match"?: string;
                /** @description Send * to create and never overwrite. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "userName": "swn",
                 *       "items": [
                 *         {
                 *           "quantity": 2,
                 *           "color": "Red",
                 *           "price": 249.5,
                 *           "productName": "Pocket Camera",
                 *           "productId": "p-100"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["BasketUpsert"];
            };
        };
        responses: {
            /** @description The item, which was there before. */
            200: {
                headers: {
                    /** @description The version of the item in quotes. */
                    ETag?: string;
                    /** @description "true" where this is the first answer to the Idempotency-Key once more. */
                    "Idempotent-Replayed"?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "userName": "swn",
                     *       "items": [
                     *         {
                     *           "quantity": 2,
                     *           "color": "Red",
                     *           "price": 249.5,
                     *           "productName": "Pocket Camera",
                     *           "productId": "p-100"
                     *         }
                     *       ],
                     *       "version": 1,
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "updatedAt": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Basket"];
                };
            };
            /** @description Created. */
            201: {
                headers: {
                    /** @description The version of the item in quotes. */
                    ETag?: string;
                    /** @description "true" where this is the first answer to the Idempotency-Key once more. */
                    "Idempotent-Replayed"?: string;
                    /** @description Where the item is. */
                    Location?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "userName": "swn",
                     *       "items": [
                     *         {
                     *           "quantity": 2,
                     *           "color": "Red",
                     *           "price": 249.5,
                     *           "productName": "Pocket Camera",
                     *           "productId": "p-100"
                     *         }
                     *       ],
                     *       "version": 1,
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "updatedAt": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Basket"];
                };
            };
            /** @description `bad-header`: A request header is malformed. `bad-query`: A query parameter is wrong. `idempotency-key-invalid`: The Idempotency-Key is malformed. `malformed-json`: The body is not JSON. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PutBasketFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            /** @description `idempotency-key-in-progress`: A request with this Idempotency-Key is under way. `needs-mending`: An item has to be mended first. */
            409: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description Seconds to wait before the request is sent again. */
                    "Retry-After"?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PutBasketFailure"];
                };
            };
            /** @description `precondition-failed`: The item has changed or is not there. */
            412: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BasketPreconditionFailedProblem"];
                };
            };
            /** @description `answer-too-large`: The answer would be too large. `payload-too-large`: The request is too large. */
            413: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PutBasketFailure"];
                };
            };
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description `idempotency-key-reused`: The Idempotency-Key belongs to another request. `validation`: The input breaks a rule. */
            422: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["PutBasketFailure"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    basket: {
        parameters: {
            query?: {
                /** @description The fields to answer with, separated by commas. */
                fields?: string;
                /** @description Related items to put inside, separated by commas: items.product, totalPrice. */
                include?: string;
            };
            header?: {
                /** @description Answer 412 unless this is the current ETag, such as "1". */
                "If-Match"?: string;
                /** @description Answer 304 if this is the current ETag, such as "1". */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Write "~" before what is checkout here, as in ~checkout: without it that is another path.
                 * @example swn
                 */
                userName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The item. */
            200: {
                headers: {
                    /** @description The version of the item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "userName": "swn",
                     *       "items": [
                     *         {
                     *           "quantity": 2,
                     *           "color": "Red",
                     *           "price": 249.5,
                     *           "productName": "Pocket Camera",
                     *           "productId": "p-100"
                     *         }
                     *       ],
                     *       "version": 1,
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "updatedAt": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["BasketSelection"];
                };
            };
            /** @description The copy of the caller is current. */
            304: {
                headers: {
                    /** @description The version of the item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `bad-header`: A request header is malformed. `bad-path`: The path names no possible item. `bad-query`: A query parameter is wrong. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BasketFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            /** @description `precondition-failed`: The item has changed or is not there. */
            412: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BasketPreconditionFailedProblem"];
                };
            };
            413: components["responses"]["AnswerTooLarge"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    replaceBasket: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request sent again with the same key, such as "8e03978e-40d5-43dd-bc93-6894a57f9324", has one effect and gets the first answer. */
                "Idempotency-Key"?: string;
                /** @description Write only if this is the current ETag, such as "1", or * for any. */
                "If-Match"?: string;
                /** @description Send * to create and never overwrite. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Write "~" before what is checkout here, as in ~checkout: without it that is another path.
                 * @example swn
                 */
                userName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "userName": "swn",
                 *       "items": [
                 *         {
                 *           "quantity": 2,
                 *           "color": "Red",
                 *           "price": 249.5,
                 *           "productName": "Pocket Camera",
                 *           "productId": "p-100"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["BasketReplacement"];
            };
        };
        responses: {
            /** @description The item. */
            200: {
                headers: {
                    /** @description The version of the item in quotes. */
                    ETag?: string;
                    /** @description "true" where this is the first answer to the Idempotency-Key once more. */
                    "Idempotent-Replayed"?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "userName": "swn",
                     *       "items": [
                     *         {
                     *           "quantity": 2,
                     *           "color": "Red",
                     *           "price": 249.5,
                     *           "productName": "Pocket Camera",
                     *           "productId": "p-100"
                     *         }
                     *       ],
                     *       "version": 1,
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "updatedAt": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Basket"];
                };
            };
            /** @description Created, with If-None-Match: *. */
            201: {
                headers: {
                    /** @description The version of the item in quotes. */
                    ETag?: string;
                    /** @description "true" where this is the first answer to the Idempotency-Key once more. */
                    "Idempotent-Replayed"?: string;
                    /** @description Where the item is. */
                    Location?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "userName": "swn",
                     *       "items": [
                     *         {
                     *           "quantity": 2,
                     *           "color": "Red",
                     *           "price": 249.5,
                     *           "productName": "Pocket Camera",
                     *           "productId": "p-100"
                     *         }
                     *       ],
                     *       "version": 1,
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "updatedAt": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Basket"];
                };
            };
            /** @description `bad-header`: A request header is malformed. `bad-path`: The path names no possible item. `bad-query`: A query parameter is wrong. `idempotency-key-invalid`: The Idempotency-Key is malformed. `malformed-json`: The body is not JSON. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ReplaceBasketFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["IdempotencyKeyInProgress"];
            /** @description `precondition-failed`: The item has changed or is not there. */
            412: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BasketPreconditionFailedProblem"];
                };
            };
            /** @description `answer-too-large`: The answer would be too large. `payload-too-large`: The request is too large. */
            413: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ReplaceBasketFailure"];
                };
            };
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description `idempotency-key-reused`: The Idempotency-Key belongs to another request. `validation`: The input breaks a rule. */
            422: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ReplaceBasketFailure"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    deleteBasket: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request sent again with the same key, such as "8e03978e-40d5-43dd-bc93-6894a57f9324", has one effect and gets the first answer. */
                "Idempotency-Key"?: string;
                /** @description Write only if this is the current ETag, such as "1", or * for any. */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description Write "~" before what is checkout here, as in ~checkout: without it that is another path.
                 * @example swn
                 */
                userName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    /** @description "true" where this is the first answer to the Idempotency-Key once more. */
                    "Idempotent-Replayed"?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `bad-header`: A request header is malformed. `bad-path`: The path names no possible item. `bad-query`: A query parameter is wrong. `idempotency-key-invalid`: The Idempotency-Key is malformed. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["DeleteBasketFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["IdempotencyKeyInProgress"];
            /** @description `precondition-failed`: The item has changed or is not there. */
            412: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BasketPreconditionFailedProblem"];
                };
            };
            413: components["responses"]["AnswerTooLarge"];
            414: components["responses"]["UriTooLong"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    updateBasket: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request sent again with the same key, such as "8e03978e-40d5-43dd-bc93-6894a57f9324", has one effect and gets the first answer. */
                "Idempotency-Key"?: string;
                /** @description Write only if this is the current ETag, such as "1", or * for any. */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description Write "~" before what is checkout here, as in ~checkout: without it that is another path.
                 * @example swn
                 */
                userName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["BasketPatch"];
                /** @example {} */
                "application/merge-patch+json": components["schemas"]["BasketPatch"];
            };
        };
        responses: {
            /** @description The item. */
            200: {
                headers: {
                    /** @description The version of the item in quotes. */
                    ETag?: string;
                    /** @description "true" where this is the first answer to the Idempotency-Key once more. */
                    "Idempotent-Replayed"?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "userName": "swn",
                     *       "items": [
                     *         {
                     *           "quantity": 2,
                     *           "color": "Red",
                     *           "price": 249.5,
                     *           "productName": "Pocket Camera",
                     *           "productId": "p-100"
                     *         }
                     *       ],
                     *       "version": 1,
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "updatedAt": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Basket"];
                };
            };
            /** @description `bad-header`: A request header is malformed. `bad-path`: The path names no possible item. `bad-query`: A query parameter is wrong. `idempotency-key-invalid`: The Idempotency-Key is malformed. `malformed-json`: The body is not JSON. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["UpdateBasketFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["IdempotencyKeyInProgress"];
            /** @description `precondition-failed`: The item has changed or is not there. */
            412: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BasketPreconditionFailedProblem"];
                };
            };
            /** @description `answer-too-large`: The answer would be too large. `payload-too-large`: The request is too large. */
            413: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["UpdateBasketFailure"];
                };
            };
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description `idempotency-key-reused`: The Idempotency-Key belongs to another request. `validation`: The input breaks a rule. */
            422: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["UpdateBasketFailure"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    addBasketItem: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request sent again with the same key, such as "8e03978e-40d5-43dd-bc93-6894a57f9324", has one effect and gets the first answer. */
                "Idempotency-Key"?: string;
                /** @description Write only if this is the current ETag, such as "1", or * for any. */
                "If-Match"?: string;
            };
            path: {
                /** @example p-100 */
                productId: string;
                /**
                 * @description Write "~" before what is checkout here, as in ~checkout: without it that is another path.
                 * @example swn
                 */
                userName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "quantity": 2,
                 *       "color": "Red",
                 *       "price": 249.5,
                 *       "productName": "Pocket Camera"
                 *     }
                 */
                "application/json": components["schemas"]["BasketAdditionInput"];
            };
        };
        responses: {
            /** @description The item, which was there before. */
            200: {
                headers: {
                    /** @description The version of the item in quotes. */
                    ETag?: string;
                    /** @description "true" where this is the first answer to the Idempotency-Key once more. */
                    "Idempotent-Replayed"?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "userName": "swn",
                     *       "items": [
                     *         {
                     *           "quantity": 2,
                     *           "color": "Red",
                     *           "price": 249.5,
                     *           "productName": "Pocket Camera",
                     *           "productId": "p-100"
                     *         }
                     *       ],
                     *       "version": 1,
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "updatedAt": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Basket"];
                };
            };
            /** @description Created. */
            201: {
                headers: {
                    /** @description The version of the item in quotes. */
                    ETag?: string;
                    /** @description "true" where this is the first answer to the Idempotency-Key once more. */
                    "Idempotent-Replayed"?: string;
                    /** @description Where the item is. */
                    Location?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "userName": "swn",
                     *       "items": [
                     *         {
                     *           "quantity": 2,
                     *           "color": "Red",
                     *           "price": 249.5,
                     *           "productName": "Pocket Camera",
                     *           "productId": "p-100"
                     *         }
                     *       ],
                     *       "version": 1,
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "updatedAt": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Basket"];
                };
            };
            /** @description `bad-header`: A request header is malformed. `bad-path`: The path names no possible item. `bad-query`: A query parameter is wrong. `idempotency-key-invalid`: The Idempotency-Key is malformed. `malformed-json`: The body is not JSON. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AddBasketItemFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            /** @description `idempotency-key-in-progress`: A request with this Idempotency-Key is under way. `needs-mending`: An item has to be mended first. */
            409: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description Seconds to wait before the request is sent again. */
                    "Retry-After"?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AddBasketItemFailure"];
                };
            };
            /** @description `precondition-failed`: The item has changed or is not there. */
            412: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BasketPreconditionFailedProblem"];
                };
            };
            /** @description `answer-too-large`: The answer would be too large. `payload-too-large`: The request is too large. */
            413: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AddBasketItemFailure"];
                };
            };
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description `idempotency-key-reused`: The Idempotency-Key belongs to another request. `validation`: The input breaks a rule. */
            422: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AddBasketItemFailure"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    removeBasketItem: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request sent again with the same key, such as "8e03978e-40d5-43dd-bc93-6894a57f9324", has one effect and gets the first answer. */
                "Idempotency-Key"?: string;
                /** @description Write only if this is the current ETag, such as "1", or * for any. */
                "If-Match"?: string;
            };
            path: {
                /** @example p-100 */
                productId: string;
                /**
                 * @description Write "~" before what is checkout here, as in ~checkout: without it that is another path.
                 * @example swn
                 */
                userName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    /** @description The version of the item in quotes. */
                    ETag?: string;
                    /** @description "true" where this is the first answer to the Idempotency-Key once more. */
                    "Idempotent-Replayed"?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `bad-header`: A request header is malformed. `bad-path`: The path names no possible item. `bad-query`: A query parameter is wrong. `idempotency-key-invalid`: The Idempotency-Key is malformed. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RemoveBasketItemFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            /** @description `idempotency-key-in-progress`: A request with this Idempotency-Key is under way. `needs-mending`: An item has to be mended first. */
            409: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description Seconds to wait before the request is sent again. */
                    "Retry-After"?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["RemoveBasketItemFailure"];
                };
            };
            /** @description `precondition-failed`: The item has changed or is not there. */
            412: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BasketPreconditionFailedProblem"];
                };
            };
            413: components["responses"]["AnswerTooLarge"];
            414: components["responses"]["UriTooLong"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    setBasketItemQuantity: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request sent again with the same key, such as "8e03978e-40d5-43dd-bc93-6894a57f9324", has one effect and gets the first answer. */
                "Idempotency-Key"?: string;
                /** @description Write only if this is the current ETag, such as "1", or * for any. */
                "If-Match"?: string;
            };
            path: {
                /** @example p-100 */
                productId: string;
                /**
                 * @description Write "~" before what is checkout here, as in ~checkout: without it that is another path.
                 * @example swn
                 */
                userName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "quantity": 3
                 *     }
                 */
                "application/json": components["schemas"]["BasketItemQuantityInput"];
                /**
                 * @example {
                 *       "quantity": 3
                 *     }
                 */
                "application/merge-patch+json": components["schemas"]["BasketItemQuantityInput"];
            };
        };
        responses: {
            /** @description The item. */
            200: {
                headers: {
                    /** @description The version of the item in quotes. */
                    ETag?: string;
                    /** @description "true" where this is the first answer to the Idempotency-Key once more. */
                    "Idempotent-Replayed"?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "userName": "swn",
                     *       "items": [
                     *         {
                     *           "quantity": 2,
                     *           "color": "Red",
                     *           "price": 249.5,
                     *           "productName": "Pocket Camera",
                     *           "productId": "p-100"
                     *         }
                     *       ],
                     *       "version": 1,
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "updatedAt": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Basket"];
                };
            };
            /** @description `bad-header`: A request header is malformed. `bad-path`: The path names no possible item. `bad-query`: A query parameter is wrong. `idempotency-key-invalid`: The Idempotency-Key is malformed. `malformed-json`: The body is not JSON. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["SetBasketItemQuantityFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            /** @description `idempotency-key-in-progress`: A request with this Idempotency-Key is under way. `needs-mending`: An item has to be mended first. */
            409: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description Seconds to wait before the request is sent again. */
                    "Retry-After"?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["SetBasketItemQuantityFailure"];
                };
            };
            /** @description `precondition-failed`: The item has changed or is not there. */
            412: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BasketPreconditionFailedProblem"];
                };
            };
            /** @description `answer-too-large`: The answer would be too large. `payload-too-large`: The request is too large. */
            413: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["SetBasketItemQuantityFailure"];
                };
            };
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description `idempotency-key-reused`: The Idempotency-Key belongs to another request. `validation`: The input breaks a rule. */
            422: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["SetBasketItemQuantityFailure"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    checkout: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request sent again with the same key, such as "8e03978e-40d5-43dd-bc93-6894a57f9324", has one effect and gets the first answer. */
                "Idempotency-Key"?: string;
                /** @description Write only if this is the current ETag, such as "1", or * for any. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "userName": "alice",
                 *       "firstName": "Ada",
                 *       "lastName": "Lovelace",
                 *       "email": "ada@example.com",
                 *       "address": "1 Main Street",
                 *       "paymentMethod": 1,
                 *       "cardInfo": "4242 4242 4242 4242",
                 *       "totalPrice": 9.99
                 *     }
                 */
                "application/json": components["schemas"]["CheckoutInput"];
            };
        };
        responses: {
            /** @description Accepted; Location says where to look. */
            202: {
                headers: {
                    /** @description "true" where this is the first answer to the Idempotency-Key once more. */
                    "Idempotent-Replayed"?: string;
                    /** @description Where the item is. */
                    Location?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "userName": "alice",
                     *       "orderId": "order-1",
                     *       "orderDate": "2026-01-15T09:30:00.000Z",
                     *       "status": "PENDING",
                     *       "totalPrice": 499
                     *     }
                     */
                    "application/json": components["schemas"]["CheckoutReceipt"];
                };
            };
            /** @description `bad-header`: A request header is malformed. `bad-query`: A query parameter is wrong. `idempotency-key-invalid`: The Idempotency-Key is malformed. `malformed-json`: The body is not JSON. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CheckoutFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            /** @description `basket-changed`: The basket has changed meanwhile. `idempotency-key-in-progress`: A request with this Idempotency-Key is under way. `needs-mending`: An item has to be mended first. `out-of-stock`: There is not enough in stock. `price-changed`: A price has changed. */
            409: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description Seconds to wait before the request is sent again. */
                    "Retry-After"?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CheckoutFailure"];
                };
            };
            /** @description `precondition-failed`: The item has changed or is not there. */
            412: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["BasketPreconditionFailedProblem"];
                };
            };
            /** @description `answer-too-large`: The answer would be too large. `payload-too-large`: The request is too large. */
            413: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CheckoutFailure"];
                };
            };
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description `basket-too-large`: The basket is too large for one order. `empty-basket`: The basket is empty. `idempotency-key-reused`: The Idempotency-Key belongs to another request. `unknown-product`: A product is no longer sold. `validation`: The input breaks a rule. */
            422: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CheckoutFailure"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    lambdaApigateways: {
        parameters: {
            query?: {
                /** @description The previousCursor of the page after. */
                before?: string;
                /** @description Tell how many items the whole list has, where that is cheap. */
                count?: boolean;
                /** @description The nextCursor of the page before. */
                cursor?: string;
                /** @description Tell how the list was read and what it cost. Only administrators may ask, where callers sign in. */
                explain?: boolean;
                /** @description The fields to answer with, separated by commas. */
                fields?: string;
                /** @description Conditions as JSON, such as {"id":{"eq":"1234ABCD"}}. Without and, or and not they may be written as filter[id][eq]=1234ABCD too. notIn is the negation of in, and so true for items without the field. endsWith is checked by the gateway on each item that was read, because DynamoDB has nothing like it. */
                filter?: string;
                /** @description Only items with this id. */
                id?: string;
                /** @description Items in the page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    /** @description The next page as rel="next" (RFC 8288). */
                    Link?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "1234ABCD",
                     *           "data": {
                     *             "number": 5
                     *           },
                     *           "version": 1,
                     *           "createdAt": "2026-01-15T09:30:00.000Z",
                     *           "updatedAt": "2026-01-15T09:30:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["LambdaApigatewayPage"];
                };
            };
            /** @description `bad-header`: A request header is malformed. `bad-query`: A query parameter is wrong. `cursor-invalid`: The cursor does not belong to this list. `no-index`: No index can answer this. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LambdaApigatewaysFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            /** @description `precondition-failed`: The item has changed or is not there. */
            412: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LambdaApigatewayPreconditionFailedProblem"];
                };
            };
            413: components["responses"]["AnswerTooLarge"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    createLambdaApigateway: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request sent again with the same key, such as "8e03978e-40d5-43dd-bc93-6894a57f9324", has one effect and gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "data": {
                 *         "number": 5
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["LambdaApigatewayInput"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    /** @description The version of the item in quotes. */
                    ETag?: string;
                    /** @description "true" where this is the first answer to the Idempotency-Key once more. */
                    "Idempotent-Replayed"?: string;
                    /** @description Where the item is. */
                    Location?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "1234ABCD",
                     *       "data": {
                     *         "number": 5
                     *       },
                     *       "version": 1,
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "updatedAt": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["LambdaApigateway"];
                };
            };
            /** @description `bad-header`: A request header is malformed. `bad-query`: A query parameter is wrong. `idempotency-key-invalid`: The Idempotency-Key is malformed. `malformed-json`: The body is not JSON. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CreateLambdaApigatewayFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            /** @description `conflict`: The request conflicts with what is there. `idempotency-key-in-progress`: A request with this Idempotency-Key is under way. */
            409: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description Seconds to wait before the request is sent again. */
                    "Retry-After"?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CreateLambdaApigatewayFailure"];
                };
            };
            /** @description `answer-too-large`: The answer would be too large. `payload-too-large`: The request is too large. */
            413: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CreateLambdaApigatewayFailure"];
                };
            };
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description `idempotency-key-reused`: The Idempotency-Key belongs to another request. `validation`: The input breaks a rule. */
            422: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CreateLambdaApigatewayFailure"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    lambdaApigateway: {
        parameters: {
            query?: {
                /** @description The fields to answer with, separated by commas. */
                fields?: string;
            };
            header?: {
                /** @description Answer 412 unless this is the current ETag, such as "1". */
                "If-Match"?: string;
                /** @description Answer 304 if this is the current ETag, such as "1". */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Write "~" before what is batch here, as in ~batch: without it that is another path.
                 * @example 1234ABCD
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The item. */
            200: {
                headers: {
                    /** @description The version of the item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "1234ABCD",
                     *       "data": {
                     *         "number": 5
                     *       },
                     *       "version": 1,
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "updatedAt": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["LambdaApigatewaySelection"];
                };
            };
            /** @description The copy of the caller is current. */
            304: {
                headers: {
                    /** @description The version of the item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `bad-header`: A request header is malformed. `bad-path`: The path names no possible item. `bad-query`: A query parameter is wrong. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LambdaApigatewayFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            /** @description `precondition-failed`: The item has changed or is not there. */
            412: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LambdaApigatewayPreconditionFailedProblem"];
                };
            };
            413: components["responses"]["AnswerTooLarge"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    replaceLambdaApigateway: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request sent again with the same key, such as "8e03978e-40d5-43dd-bc93-6894a57f9324", has one effect and gets the first answer. */
                "Idempotency-Key"?: string;
                /** @description Write only if this is the current ETag, such as "1", or * for any. */
                "If-Match"?: string;
                /** @description Send * to create and never overwrite. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Write "~" before what is batch here, as in ~batch: without it that is another path.
                 * @example 1234ABCD
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "data": {
                 *         "number": 5
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["LambdaApigatewayReplacement"];
            };
        };
        responses: {
            /** @description The item. */
            200: {
                headers: {
                    /** @description The version of the item in quotes. */
                    ETag?: string;
                    /** @description "true" where this is the first answer to the Idempotency-Key once more. */
                    "Idempotent-Replayed"?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "1234ABCD",
                     *       "data": {
                     *         "number": 5
                     *       },
                     *       "version": 1,
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "updatedAt": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["LambdaApigateway"];
                };
            };
            /** @description Created, with If-None-Match: *. */
            201: {
                headers: {
                    /** @description The version of the item in quotes. */
                    ETag?: string;
                    /** @description "true" where this is the first answer to the Idempotency-Key once more. */
                    "Idempotent-Replayed"?: string;
                    /** @description Where the item is. */
                    Location?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "1234ABCD",
                     *       "data": {
                     *         "number": 5
                     *       },
                     *       "version": 1,
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "updatedAt": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["LambdaApigateway"];
                };
            };
            /** @description `bad-header`: A request header is malformed. `bad-path`: The path names no possible item. `bad-query`: A query parameter is wrong. `idempotency-key-invalid`: The Idempotency-Key is malformed. `malformed-json`: The body is not JSON. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ReplaceLambdaApigatewayFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["IdempotencyKeyInProgress"];
            /** @description `precondition-failed`: The item has changed or is not there. */
            412: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LambdaApigatewayPreconditionFailedProblem"];
                };
            };
            /** @description `answer-too-large`: The answer would be too large. `payload-too-large`: The request is too large. */
            413: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ReplaceLambdaApigatewayFailure"];
                };
            };
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description `idempotency-key-reused`: The Idempotency-Key belongs to another request. `validation`: The input breaks a rule. */
            422: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ReplaceLambdaApigatewayFailure"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    deleteLambdaApigateway: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request sent again with the same key, such as "8e03978e-40d5-43dd-bc93-6894a57f9324", has one effect and gets the first answer. */
                "Idempotency-Key"?: string;
                /** @description Write only if this is the current ETag, such as "1", or * for any. */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description Write "~" before what is batch here, as in ~batch: without it that is another path.
                 * @example 1234ABCD
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    /** @description "true" where this is the first answer to the Idempotency-Key once more. */
                    "Idempotent-Replayed"?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `bad-header`: A request header is malformed. `bad-path`: The path names no possible item. `bad-query`: A query parameter is wrong. `idempotency-key-invalid`: The Idempotency-Key is malformed. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["DeleteLambdaApigatewayFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["IdempotencyKeyInProgress"];
            /** @description `precondition-failed`: The item has changed or is not there. */
            412: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LambdaApigatewayPreconditionFailedProblem"];
                };
            };
            413: components["responses"]["AnswerTooLarge"];
            414: components["responses"]["UriTooLong"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    updateLambdaApigateway: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request sent again with the same key, such as "8e03978e-40d5-43dd-bc93-6894a57f9324", has one effect and gets the first answer. */
                "Idempotency-Key"?: string;
                /** @description Write only if this is the current ETag, such as "1", or * for any. */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description Write "~" before what is batch here, as in ~batch: without it that is another path.
                 * @example 1234ABCD
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["LambdaApigatewayPatch"];
                /** @example {} */
                "application/merge-patch+json": components["schemas"]["LambdaApigatewayPatch"];
            };
        };
        responses: {
            /** @description The item. */
            200: {
                headers: {
                    /** @description The version of the item in quotes. */
                    ETag?: string;
                    /** @description "true" where this is the first answer to the Idempotency-Key once more. */
                    "Idempotent-Replayed"?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "1234ABCD",
                     *       "data": {
                     *         "number": 5
                     *       },
                     *       "version": 1,
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "updatedAt": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["LambdaApigateway"];
                };
            };
            /** @description `bad-header`: A request header is malformed. `bad-path`: The path names no possible item. `bad-query`: A query parameter is wrong. `idempotency-key-invalid`: The Idempotency-Key is malformed. `malformed-json`: The body is not JSON. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["UpdateLambdaApigatewayFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            /** @description `idempotency-key-in-progress`: A request with this Idempotency-Key is under way. `needs-mending`: An item has to be mended first. */
            409: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description Seconds to wait before the request is sent again. */
                    "Retry-After"?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["UpdateLambdaApigatewayFailure"];
                };
            };
            /** @description `precondition-failed`: The item has changed or is not there. */
            412: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LambdaApigatewayPreconditionFailedProblem"];
                };
            };
            /** @description `answer-too-large`: The answer would be too large. `payload-too-large`: The request is too large. */
            413: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["UpdateLambdaApigatewayFailure"];
                };
            };
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description `idempotency-key-reused`: The Idempotency-Key belongs to another request. `validation`: The input breaks a rule. */
            422: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["UpdateLambdaApigatewayFailure"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    createLambdaApigateways: {
        parameters: {
            query?: {
                /** @description Check everything, write nothing. */
                dryRun?: boolean;
            };
            header?: {
                /** @description The same request sent again with the same key, such as "8e03978e-40d5-43dd-bc93-6894a57f9324", has one effect and gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "items": [
                 *         {
                 *           "data": {
                 *             "number": 5
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["CreateLambdaApigatewaysBody"];
            };
        };
        responses: {
            /** @description One outcome for each item, in their order. */
            200: {
                headers: {
                    /** @description "true" where this is the first answer to the Idempotency-Key once more. */
                    "Idempotent-Replayed"?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "results": [
                     *         {
                     *           "status": 201,
                     *           "item": {
                     *             "id": "1234ABCD",
                     *             "data": {
                     *               "number": 5
                     *             },
                     *             "version": 1,
                     *             "createdAt": "2026-01-15T09:30:00.000Z",
                     *             "updatedAt": "2026-01-15T09:30:00.000Z"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["CreateLambdaApigatewaysAnswer"];
                };
            };
            /** @description `bad-header`: A request header is malformed. `bad-query`: A query parameter is wrong. `idempotency-key-invalid`: The Idempotency-Key is malformed. `malformed-json`: The body is not JSON. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CreateLambdaApigatewaysFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["IdempotencyKeyInProgress"];
            /** @description `answer-too-large`: The answer would be too large. `payload-too-large`: The request is too large. */
            413: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CreateLambdaApigatewaysFailure"];
                };
            };
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description `idempotency-key-reused`: The Idempotency-Key belongs to another request. `validation`: The input breaks a rule. */
            422: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CreateLambdaApigatewaysFailure"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    lambdaApigatewaysByKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "keys": [
                 *         {
                 *           "id": "1234ABCD"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["LambdaApigatewaysByKeyBody"];
            };
        };
        responses: {
            /** @description In the order of the keys, null for each missing item. */
            200: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "1234ABCD",
                     *           "data": {
                     *             "number": 5
                     *           },
                     *           "version": 1,
                     *           "createdAt": "2026-01-15T09:30:00.000Z",
                     *           "updatedAt": "2026-01-15T09:30:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["LambdaApigatewaysByKeyAnswer"];
                };
            };
            /** @description `bad-header`: A request header is malformed. `bad-query`: A query parameter is wrong. `malformed-json`: The body is not JSON. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LambdaApigatewaysByKeyFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            /** @description `precondition-failed`: The item has changed or is not there. */
            412: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LambdaApigatewayPreconditionFailedProblem"];
                };
            };
            /** @description `answer-too-large`: The answer would be too large. `payload-too-large`: The request is too large. */
            413: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["LambdaApigatewaysByKeyFailure"];
                };
            };
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Validation"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    allOrders: {
        parameters: {
            query?: {
                /** @description Only items with this address. */
                address?: string;
                /** @description The previousCursor of the page after. */
                before?: string;
                /** @description Only items with this cardLast4. */
                cardLast4?: string;
                /** @description Tell how many items the whole list has, where that is cheap. */
                count?: boolean;
                /** @description The nextCursor of the page before. */
                cursor?: string;
                /** @description Only items with this email. */
                email?: string;
                /** @description Tell how the list was read and what it cost. Only administrators may ask, where callers sign in. */
                explain?: boolean;
                /** @description The fields to answer with, separated by commas. */
                fields?: string;
                /** @description Conditions as JSON, such as {"totalPrice":{"ge":499}}. Without and, or and not they may be written as filter[totalPrice][ge]=499 too. notIn is the negation of in, and so true for items without the field. endsWith is checked by the gateway on each item that was read, because DynamoDB has nothing like it. */
                filter?: string;
                /** @description Only items with this firstName. */
                firstName?: string;
                /** @description Related items to put inside, separated by commas: items.product. */
                include?: string;
                /** @description Only items with this lastName. */
                lastName?: string;
                /** @description Items in the page. */
                limit?: number;
                /** @description Only items with this orderDate. */
                orderDate?: string;
                /** @description Only items with this orderId. */
                orderId?: string;
                /** @description Only items with this paymentMethod. */
                paymentMethod?: number;
                /** @description The field to sort by, with "-" before it for descending; an index must have it. */
                sort?: components["schemas"]["OrderSort"];
                /** @description Only items with this status. */
                status?: components["schemas"]["OrderStatus"];
                /** @description Only items with this totalPrice. */
                totalPrice?: number;
                /** @description Only items with this userName. */
                userName?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    /** @description The next page as rel="next" (RFC 8288). */
                    Link?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "userName": "swn",
                     *           "orderId": "order-1",
                     *           "orderDate": "2026-01-15T09:30:00.000Z",
                     *           "status": "PLACED",
                     *           "items": [
                     *             {
                     *               "productId": "p-100",
                     *               "quantity": 2,
                     *               "color": "Red",
                     *               "price": 249.5,
                     *               "productName": "Pocket Camera"
                     *             }
                     *           ],
                     *           "totalPrice": 499,
                     *           "firstName": "Ada",
                     *           "lastName": "Lovelace",
                     *           "email": "ada@example.com",
                     *           "address": "1 Main Street",
                     *           "paymentMethod": 1,
                     *           "cardLast4": "4242",
                     *           "version": 1,
                     *           "createdAt": "2026-01-15T09:30:00.000Z",
                     *           "updatedAt": "2026-01-15T09:30:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["OrderPage"];
                };
            };
            /** @description `bad-header`: A request header is malformed. `bad-query`: A query parameter is wrong. `cursor-invalid`: The cursor does not belong to this list. `no-index`: No index can answer this. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AllOrdersFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            /** @description `precondition-failed`: The item has changed or is not there. */
            412: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["OrderPreconditionFailedProblem"];
                };
            };
            413: components["responses"]["AnswerTooLarge"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    orders: {
        parameters: {
            query?: {
                /** @description Only items with this address. */
                address?: string;
                /** @description The previousCursor of the page after. */
                before?: string;
                /** @description Only items with this cardLast4. */
                cardLast4?: string;
                /** @description Tell how many items the whole list has, where that is cheap. */
                count?: boolean;
                /** @description The nextCursor of the page before. */
                cursor?: string;
                /** @description Only items with this email. */
                email?: string;
                /** @description Tell how the list was read and what it cost. Only administrators may ask, where callers sign in. */
                explain?: boolean;
                /** @description The fields to answer with, separated by commas. */
                fields?: string;
                /** @description Conditions as JSON, such as {"totalPrice":{"ge":499}}. Without and, or and not they may be written as filter[totalPrice][ge]=499 too. notIn is the negation of in, and so true for items without the field. endsWith is checked by the gateway on each item that was read, because DynamoDB has nothing like it. */
                filter?: string;
                /** @description Only items with this firstName. */
                firstName?: string;
                /** @description Related items to put inside, separated by commas: items.product. */
                include?: string;
                /** @description Only items with this lastName. */
                lastName?: string;
                /** @description Items in the page. */
                limit?: number;
                /** @description Only items with this orderDate. */
                orderDate?: string;
                /** @description Only items with this orderId. */
                orderId?: string;
                /** @description Only items with this paymentMethod. */
                paymentMethod?: number;
                /** @description The field to sort by, with "-" before it for descending; an index must have it. */
                sort?: components["schemas"]["OrderSort"];
                /** @description Only items with this status. */
                status?: components["schemas"]["OrderStatus"];
                /** @description Only items with this totalPrice. */
                totalPrice?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Write "~" before what is changes here, as in ~changes: without it that is another path.
                 * @example swn
                 */
                userName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    /** @description The next page as rel="next" (RFC 8288). */
                    Link?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "userName": "swn",
                     *           "orderId": "order-1",
                     *           "orderDate": "2026-01-15T09:30:00.000Z",
                     *           "status": "PLACED",
                     *           "items": [
                     *             {
                     *               "productId": "p-100",
                     *               "quantity": 2,
                     *               "color": "Red",
                     *               "price": 249.5,
                     *               "productName": "Pocket Camera"
                     *             }
                     *           ],
                     *           "totalPrice": 499,
                     *           "firstName": "Ada",
                     *           "lastName": "Lovelace",
                     *           "email": "ada@example.com",
                     *           "address": "1 Main Street",
                     *           "paymentMethod": 1,
                     *           "cardLast4": "4242",
                     *           "version": 1,
                     *           "createdAt": "2026-01-15T09:30:00.000Z",
                     *           "updatedAt": "2026-01-15T09:30:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["OrderPage"];
                };
            };
            /** @description `bad-header`: A request header is malformed. `bad-path`: The path names no possible item. `bad-query`: A query parameter is wrong. `cursor-invalid`: The cursor does not belong to this list. `no-index`: No index can answer this. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["OrdersFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            /** @description `precondition-failed`: The item has changed or is not there. */
            412: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["OrderPreconditionFailedProblem"];
                };
            };
            413: components["responses"]["AnswerTooLarge"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    order: {
        parameters: {
            query?: {
                /** @description The fields to answer with, separated by commas. */
                fields?: string;
                /** @description Related items to put inside, separated by commas: items.product. */
                include?: string;
            };
            header?: {
                /** @description Answer 412 unless this is the current ETag, such as "1". */
                "If-Match"?: string;
                /** @description Answer 304 if this is the current ETag, such as "1". */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Write "~" before what is changes here, as in ~changes: without it that is another path.
                 * @example order-1
                 */
                orderId: string;
                /**
                 * @description Write "~" before what is changes here, as in ~changes: without it that is another path.
                 * @example swn
                 */
                userName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The item. */
            200: {
                headers: {
                    /** @description The version of the item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "userName": "swn",
                     *       "orderId": "order-1",
                     *       "orderDate": "2026-01-15T09:30:00.000Z",
                     *       "status": "PLACED",
                     *       "items": [
                     *         {
                     *           "productId": "p-100",
                     *           "quantity": 2,
                     *           "color": "Red",
                     *           "price": 249.5,
                     *           "productName": "Pocket Camera"
                     *         }
                     *       ],
                     *       "totalPrice": 499,
                     *       "firstName": "Ada",
                     *       "lastName": "Lovelace",
                     *       "email": "ada@example.com",
                     *       "address": "1 Main Street",
                     *       "paymentMethod": 1,
                     *       "cardLast4": "4242",
                     *       "version": 1,
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "updatedAt": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["OrderSelection"];
                };
            };
            /** @description The copy of the caller is current. */
            304: {
                headers: {
                    /** @description The version of the item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `bad-header`: A request header is malformed. `bad-path`: The path names no possible item. `bad-query`: A query parameter is wrong. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["OrderFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            /** @description `precondition-failed`: The item has changed or is not there. */
            412: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["OrderPreconditionFailedProblem"];
                };
            };
            413: components["responses"]["AnswerTooLarge"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    setOrderStatus: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request sent again with the same key, such as "8e03978e-40d5-43dd-bc93-6894a57f9324", has one effect and gets the first answer. */
                "Idempotency-Key"?: string;
                /** @description Write only if this is the current ETag, such as "1", or * for any. */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description Write "~" before what is changes here, as in ~changes: without it that is another path.
                 * @example order-1
                 */
                orderId: string;
                /**
                 * @description Write "~" before what is changes here, as in ~changes: without it that is another path.
                 * @example swn
                 */
                userName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "status": "PAID"
                 *     }
                 */
                "application/json": components["schemas"]["OrderStatusChangeInput"];
            };
        };
        responses: {
            /** @description The item. */
            200: {
                headers: {
                    /** @description The version of the item in quotes. */
                    ETag?: string;
                    /** @description "true" where this is the first answer to the Idempotency-Key once more. */
                    "Idempotent-Replayed"?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "userName": "swn",
                     *       "orderId": "order-1",
                     *       "orderDate": "2026-01-15T09:30:00.000Z",
                     *       "status": "PLACED",
                     *       "items": [
                     *         {
                     *           "productId": "p-100",
                     *           "quantity": 2,
                     *           "color": "Red",
                     *           "price": 249.5,
                     *           "productName": "Pocket Camera"
                     *         }
                     *       ],
                     *       "totalPrice": 499,
                     *       "firstName": "Ada",
                     *       "lastName": "Lovelace",
                     *       "email": "ada@example.com",
                     *       "address": "1 Main Street",
                     *       "paymentMethod": 1,
                     *       "cardLast4": "4242",
                     *       "version": 1,
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "updatedAt": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description `bad-header`: A request header is malformed. `bad-path`: The path names no possible item. `bad-query`: A query parameter is wrong. `idempotency-key-invalid`: The Idempotency-Key is malformed. `malformed-json`: The body is not JSON. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["SetOrderStatusFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            /** @description `idempotency-key-in-progress`: A request with this Idempotency-Key is under way. `needs-mending`: An item has to be mended first. `transition-not-allowed`: The order cannot get this status. */
            409: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description Seconds to wait before the request is sent again. */
                    "Retry-After"?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["SetOrderStatusFailure"];
                };
            };
            /** @description `precondition-failed`: The item has changed or is not there. */
            412: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["OrderPreconditionFailedProblem"];
                };
            };
            /** @description `answer-too-large`: The answer would be too large. `payload-too-large`: The request is too large. */
            413: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["SetOrderStatusFailure"];
                };
            };
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description `idempotency-key-reused`: The Idempotency-Key belongs to another request. `validation`: The input breaks a rule. */
            422: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["SetOrderStatusFailure"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    orderChanges: {
        parameters: {
            query?: {
                /** @description The cursor of the last answer; from now on when left out. */
                since?: string;
                /** @description Seconds to wait for a change before the answer is empty. */
                wait?: number;
            };
            header?: {
                /** @description The same as since, as an EventSource sends it. */
                "Last-Event-ID"?: string;
            };
            path: {
                /**
                 * @description Write "~" before what is changes here, as in ~changes: without it that is another path.
                 * @example swn
                 */
                userName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The changes, and where to go on. */
            200: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "changes": [
                     *         {
                     *           "id": "0196f7a2-8c00-7000-8000-000000000001",
                     *           "change": "Updated",
                     *           "time": "2026-01-15T09:30:00.000Z",
                     *           "key": {
                     *             "userName": "swn",
                     *             "orderId": "order-1"
                     *           },
                     *           "version": 2
                     *         }
                     *       ],
                     *       "cursor": "AbCd",
                     *       "retryAfterSeconds": 0
                     *     }
                     */
                    "application/json": components["schemas"]["OrderChangeFeed"];
                    /**
                     * @example event: Updated
                     *     data: {…}
                     *
                     *     id: AbCd
                     */
                    "text/event-stream": string;
                };
            };
            /** @description `bad-header`: A request header is malformed. `bad-path`: The path names no possible item. `bad-query`: A query parameter is wrong. `cursor-invalid`: The cursor does not belong to this list. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["OrderChangesFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            410: components["responses"]["ChangesGone"];
            /** @description `precondition-failed`: The item has changed or is not there. */
            412: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["OrderPreconditionFailedProblem"];
                };
            };
            413: components["responses"]["AnswerTooLarge"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    allOrderChanges: {
        parameters: {
            query?: {
                /** @description The cursor of the last answer; from now on when left out. */
                since?: string;
                /** @description Seconds to wait for a change before the answer is empty. */
                wait?: number;
            };
            header?: {
                /** @description The same as since, as an EventSource sends it. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The changes, and where to go on. */
            200: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "changes": [
                     *         {
                     *           "id": "0196f7a2-8c00-7000-8000-000000000001",
                     *           "change": "Updated",
                     *           "time": "2026-01-15T09:30:00.000Z",
                     *           "key": {
                     *             "userName": "swn",
                     *             "orderId": "order-1"
                     *           },
                     *           "version": 2
                     *         }
                     *       ],
                     *       "cursor": "AbCd",
                     *       "retryAfterSeconds": 0
                     *     }
                     */
                    "application/json": components["schemas"]["OrderChangeFeed"];
                    /**
                     * @example event: Updated
                     *     data: {…}
                     *
                     *     id: AbCd
                     */
                    "text/event-stream": string;
                };
            };
            /** @description `bad-header`: A request header is malformed. `bad-query`: A query parameter is wrong. `cursor-invalid`: The cursor does not belong to this list. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AllOrderChangesFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            410: components["responses"]["ChangesGone"];
            /** @description `precondition-failed`: The item has changed or is not there. */
            412: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["OrderPreconditionFailedProblem"];
                };
            };
            413: components["responses"]["AnswerTooLarge"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    products: {
        parameters: {
            query?: {
                /** @description The previousCursor of the page after. */
                before?: string;
                /** @description Only items with this brand. */
                brand?: string;
                /** @description Only items with this category. */
                category?: string;
                /** @description Tell how many items the whole list has, where that is cheap. */
                count?: boolean;
                /** @description The nextCursor of the page before. */
                cursor?: string;
                /** @description Only items with this description. */
                description?: string;
                /** @description Tell how the list was read and what it cost. Only administrators may ask, where callers sign in. */
                explain?: boolean;
                /** @description The fields to answer with, separated by commas. */
                fields?: string;
                /** @description Conditions as JSON, such as {"price":{"ge":249.5}}. Without and, or and not they may be written as filter[price][ge]=249.5 too. notIn is the negation of in, and so true for items without the field. endsWith is checked by the gateway on each item that was read, because DynamoDB has nothing like it. */
                filter?: string;
                /** @description Only items with this id. */
                id?: string;
                /** @description Only items with this imageFile. */
                imageFile?: string;
                /** @description Items in the page. */
                limit?: number;
                /** @description Only items with this price. */
                price?: number;
                /** @description Only items with this rating. */
                rating?: number;
                /** @description Only items with this sku. */
                sku?: string;
                /** @description The field to sort by, with "-" before it for descending; an index must have it. */
                sort?: components["schemas"]["ProductSort"];
                /** @description Only items with this stock. */
                stock?: number;
                /** @description Only items whose tags contain this. */
                tags?: string;
                /** @description Only items with this thumbnail. */
                thumbnail?: string;
                /** @description Only items with this title. */
                title?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    /** @description The next page as rel="next" (RFC 8288). */
                    Link?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "p-100",
                     *           "title": "Pocket Camera",
                     *           "category": "Camera",
                     *           "price": 249.5,
                     *           "stock": 12,
                     *           "brand": "Lumen",
                     *           "sku": "CAM-100",
                     *           "tags": [
                     *             "travel",
                     *             "compact"
                     *           ],
                     *           "rating": 4.5,
                     *           "version": 1,
                     *           "createdAt": "2026-01-15T09:30:00.000Z",
                     *           "updatedAt": "2026-01-15T09:30:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ProductPage"];
                };
            };
            /** @description `bad-header`: A request header is malformed. `bad-query`: A query parameter is wrong. `cursor-invalid`: The cursor does not belong to this list. `no-index`: No index can answer this. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProductsFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            /** @description `precondition-failed`: The item has changed or is not there. */
            412: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProductPreconditionFailedProblem"];
                };
            };
            413: components["responses"]["AnswerTooLarge"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    createProduct: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request sent again with the same key, such as "8e03978e-40d5-43dd-bc93-6894a57f9324", has one effect and gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "title": "Pocket Camera",
                 *       "category": "Camera",
                 *       "price": 249.5,
                 *       "stock": 12,
                 *       "brand": "Lumen",
                 *       "sku": "CAM-100",
                 *       "tags": [
                 *         "travel",
                 *         "compact"
                 *       ],
                 *       "rating": 4.5
                 *     }
                 */
                "application/json": components["schemas"]["ProductInput"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    /** @description The version of the item in quotes. */
                    ETag?: string;
                    /** @description "true" where this is the first answer to the Idempotency-Key once more. */
                    "Idempotent-Replayed"?: string;
                    /** @description Where the item is. */
                    Location?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "p-100",
                     *       "title": "Pocket Camera",
                     *       "category": "Camera",
                     *       "price": 249.5,
                     *       "stock": 12,
                     *       "brand": "Lumen",
                     *       "sku": "CAM-100",
                     *       "tags": [
                     *         "travel",
                     *         "compact"
                     *       ],
                     *       "rating": 4.5,
                     *       "version": 1,
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "updatedAt": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Product"];
                };
            };
            /** @description `bad-header`: A request header is malformed. `bad-query`: A query parameter is wrong. `idempotency-key-invalid`: The Idempotency-Key is malformed. `malformed-json`: The body is not JSON. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CreateProductFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            /** @description `conflict`: The request conflicts with what is there. `idempotency-key-in-progress`: A request with this Idempotency-Key is under way. */
            409: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description Seconds to wait before the request is sent again. */
                    "Retry-After"?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CreateProductFailure"];
                };
            };
            /** @description `answer-too-large`: The answer would be too large. `payload-too-large`: The request is too large. */
            413: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CreateProductFailure"];
                };
            };
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description `idempotency-key-reused`: The Idempotency-Key belongs to another request. `validation`: The input breaks a rule. */
            422: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CreateProductFailure"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    product: {
        parameters: {
            query?: {
                /** @description The fields to answer with, separated by commas. */
                fields?: string;
            };
            header?: {
                /** @description Answer 412 unless this is the current ETag, such as "1". */
                "If-Match"?: string;
                /** @description Answer 304 if this is the current ETag, such as "1". */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Write "~" before what is batch or changes here, as in ~batch: without it that is another path.
                 * @example p-100
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The item. */
            200: {
                headers: {
                    /** @description The version of the item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "p-100",
                     *       "title": "Pocket Camera",
                     *       "category": "Camera",
                     *       "price": 249.5,
                     *       "stock": 12,
                     *       "brand": "Lumen",
                     *       "sku": "CAM-100",
                     *       "tags": [
                     *         "travel",
                     *         "compact"
                     *       ],
                     *       "rating": 4.5,
                     *       "version": 1,
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "updatedAt": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ProductSelection"];
                };
            };
            /** @description The copy of the caller is current. */
            304: {
                headers: {
                    /** @description The version of the item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `bad-header`: A request header is malformed. `bad-path`: The path names no possible item. `bad-query`: A query parameter is wrong. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProductFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            /** @description `precondition-failed`: The item has changed or is not there. */
            412: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProductPreconditionFailedProblem"];
                };
            };
            413: components["responses"]["AnswerTooLarge"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    replaceProduct: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request sent again with the same key, such as "8e03978e-40d5-43dd-bc93-6894a57f9324", has one effect and gets the first answer. */
                "Idempotency-Key"?: string;
                /** @description Write only if this is the current ETag, such as "1", or * for any. */
                "If-Match"?: string;
                /** @description Send * to create and never overwrite. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description Write "~" before what is batch or changes here, as in ~batch: without it that is another path.
                 * @example p-100
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "title": "Pocket Camera",
                 *       "category": "Camera",
                 *       "price": 249.5,
                 *       "stock": 12,
                 *       "brand": "Lumen",
                 *       "sku": "CAM-100",
                 *       "tags": [
                 *         "travel",
                 *         "compact"
                 *       ],
                 *       "rating": 4.5
                 *     }
                 */
                "application/json": components["schemas"]["ProductReplacement"];
            };
        };
        responses: {
            /** @description The item. */
            200: {
                headers: {
                    /** @description The version of the item in quotes. */
                    ETag?: string;
                    /** @description "true" where this is the first answer to the Idempotency-Key once more. */
                    "Idempotent-Replayed"?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "p-100",
                     *       "title": "Pocket Camera",
                     *       "category": "Camera",
                     *       "price": 249.5,
                     *       "stock": 12,
                     *       "brand": "Lumen",
                     *       "sku": "CAM-100",
                     *       "tags": [
                     *         "travel",
                     *         "compact"
                     *       ],
                     *       "rating": 4.5,
                     *       "version": 1,
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "updatedAt": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Product"];
                };
            };
            /** @description Created, with If-None-Match: *. */
            201: {
                headers: {
                    /** @description The version of the item in quotes. */
                    ETag?: string;
                    /** @description "true" where this is the first answer to the Idempotency-Key once more. */
                    "Idempotent-Replayed"?: string;
                    /** @description Where the item is. */
                    Location?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "p-100",
                     *       "title": "Pocket Camera",
                     *       "category": "Camera",
                     *       "price": 249.5,
                     *       "stock": 12,
                     *       "brand": "Lumen",
                     *       "sku": "CAM-100",
                     *       "tags": [
                     *         "travel",
                     *         "compact"
                     *       ],
                     *       "rating": 4.5,
                     *       "version": 1,
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "updatedAt": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Product"];
                };
            };
            /** @description `bad-header`: A request header is malformed. `bad-path`: The path names no possible item. `bad-query`: A query parameter is wrong. `idempotency-key-invalid`: The Idempotency-Key is malformed. `malformed-json`: The body is not JSON. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ReplaceProductFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["IdempotencyKeyInProgress"];
            /** @description `precondition-failed`: The item has changed or is not there. */
            412: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProductPreconditionFailedProblem"];
                };
            };
            /** @description `answer-too-large`: The answer would be too large. `payload-too-large`: The request is too large. */
            413: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ReplaceProductFailure"];
                };
            };
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description `idempotency-key-reused`: The Idempotency-Key belongs to another request. `validation`: The input breaks a rule. */
            422: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ReplaceProductFailure"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    deleteProduct: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request sent again with the same key, such as "8e03978e-40d5-43dd-bc93-6894a57f9324", has one effect and gets the first answer. */
                "Idempotency-Key"?: string;
                /** @description Write only if this is the current ETag, such as "1", or * for any. */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description Write "~" before what is batch or changes here, as in ~batch: without it that is another path.
                 * @example p-100
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    /** @description "true" where this is the first answer to the Idempotency-Key once more. */
                    "Idempotent-Replayed"?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `bad-header`: A request header is malformed. `bad-path`: The path names no possible item. `bad-query`: A query parameter is wrong. `idempotency-key-invalid`: The Idempotency-Key is malformed. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["DeleteProductFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["IdempotencyKeyInProgress"];
            /** @description `precondition-failed`: The item has changed or is not there. */
            412: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProductPreconditionFailedProblem"];
                };
            };
            413: components["responses"]["AnswerTooLarge"];
            414: components["responses"]["UriTooLong"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    updateProduct: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request sent again with the same key, such as "8e03978e-40d5-43dd-bc93-6894a57f9324", has one effect and gets the first answer. */
                "Idempotency-Key"?: string;
                /** @description Write only if this is the current ETag, such as "1", or * for any. */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description Write "~" before what is batch or changes here, as in ~batch: without it that is another path.
                 * @example p-100
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "title": "Pocket Camera"
                 *     }
                 */
                "application/json": components["schemas"]["ProductPatch"];
                /**
                 * @example {
                 *       "title": "Pocket Camera"
                 *     }
                 */
                "application/merge-patch+json": components["schemas"]["ProductPatch"];
            };
        };
        responses: {
            /** @description The item. */
            200: {
                headers: {
                    /** @description The version of the item in quotes. */
                    ETag?: string;
                    /** @description "true" where this is the first answer to the Idempotency-Key once more. */
                    "Idempotent-Replayed"?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "p-100",
                     *       "title": "Pocket Camera",
                     *       "category": "Camera",
                     *       "price": 249.5,
                     *       "stock": 12,
                     *       "brand": "Lumen",
                     *       "sku": "CAM-100",
                     *       "tags": [
                     *         "travel",
                     *         "compact"
                     *       ],
                     *       "rating": 4.5,
                     *       "version": 1,
                     *       "createdAt": "2026-01-15T09:30:00.000Z",
                     *       "updatedAt": "2026-01-15T09:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Product"];
                };
            };
            /** @description `bad-header`: A request header is malformed. `bad-path`: The path names no possible item. `bad-query`: A query parameter is wrong. `idempotency-key-invalid`: The Idempotency-Key is malformed. `malformed-json`: The body is not JSON. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["UpdateProductFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["IdempotencyKeyInProgress"];
            /** @description `precondition-failed`: The item has changed or is not there. */
            412: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProductPreconditionFailedProblem"];
                };
            };
            /** @description `answer-too-large`: The answer would be too large. `payload-too-large`: The request is too large. */
            413: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["UpdateProductFailure"];
                };
            };
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description `idempotency-key-reused`: The Idempotency-Key belongs to another request. `validation`: The input breaks a rule. */
            422: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["UpdateProductFailure"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    createProducts: {
        parameters: {
            query?: {
                /** @description Check everything, write nothing. */
                dryRun?: boolean;
            };
            header?: {
                /** @description The same request sent again with the same key, such as "8e03978e-40d5-43dd-bc93-6894a57f9324", has one effect and gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "items": [
                 *         {
                 *           "title": "Pocket Camera",
                 *           "category": "Camera",
                 *           "price": 249.5,
                 *           "stock": 12,
                 *           "brand": "Lumen",
                 *           "sku": "CAM-100",
                 *           "tags": [
                 *             "travel",
                 *             "compact"
                 *           ],
                 *           "rating": 4.5
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["CreateProductsBody"];
            };
        };
        responses: {
            /** @description One outcome for each item, in their order. */
            200: {
                headers: {
                    /** @description "true" where this is the first answer to the Idempotency-Key once more. */
                    "Idempotent-Replayed"?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "results": [
                     *         {
                     *           "status": 201,
                     *           "item": {
                     *             "id": "p-100",
                     *             "title": "Pocket Camera",
                     *             "category": "Camera",
                     *             "price": 249.5,
                     *             "stock": 12,
                     *             "brand": "Lumen",
                     *             "sku": "CAM-100",
                     *             "tags": [
                     *               "travel",
                     *               "compact"
                     *             ],
                     *             "rating": 4.5,
                     *             "version": 1,
                     *             "createdAt": "2026-01-15T09:30:00.000Z",
                     *             "updatedAt": "2026-01-15T09:30:00.000Z"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["CreateProductsAnswer"];
                };
            };
            /** @description `bad-header`: A request header is malformed. `bad-query`: A query parameter is wrong. `idempotency-key-invalid`: The Idempotency-Key is malformed. `malformed-json`: The body is not JSON. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CreateProductsFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["IdempotencyKeyInProgress"];
            /** @description `answer-too-large`: The answer would be too large. `payload-too-large`: The request is too large. */
            413: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CreateProductsFailure"];
                };
            };
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description `idempotency-key-reused`: The Idempotency-Key belongs to another request. `validation`: The input breaks a rule. */
            422: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["CreateProductsFailure"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    productsByKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "keys": [
                 *         {
                 *           "id": "p-100"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ProductsByKeyBody"];
            };
        };
        responses: {
            /** @description In the order of the keys, null for each missing item. */
            200: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "p-100",
                     *           "title": "Pocket Camera",
                     *           "category": "Camera",
                     *           "price": 249.5,
                     *           "stock": 12,
                     *           "brand": "Lumen",
                     *           "sku": "CAM-100",
                     *           "tags": [
                     *             "travel",
                     *             "compact"
                     *           ],
                     *           "rating": 4.5,
                     *           "version": 1,
                     *           "createdAt": "2026-01-15T09:30:00.000Z",
                     *           "updatedAt": "2026-01-15T09:30:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ProductsByKeyAnswer"];
                };
            };
            /** @description `bad-header`: A request header is malformed. `bad-query`: A query parameter is wrong. `malformed-json`: The body is not JSON. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProductsByKeyFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            406: components["responses"]["NotAcceptable"];
            /** @description `precondition-failed`: The item has changed or is not there. */
            412: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProductPreconditionFailedProblem"];
                };
            };
            /** @description `answer-too-large`: The answer would be too large. `payload-too-large`: The request is too large. */
            413: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProductsByKeyFailure"];
                };
            };
            414: components["responses"]["UriTooLong"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Validation"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    productChanges: {
        parameters: {
            query?: {
                /** @description The cursor of the last answer; from now on when left out. */
                since?: string;
                /** @description Seconds to wait for a change before the answer is empty. */
                wait?: number;
            };
            header?: {
                /** @description The same as since, as an EventSource sends it. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The changes, and where to go on. */
            200: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "changes": [
                     *         {
                     *           "id": "0196f7a2-8c00-7000-8000-000000000001",
                     *           "change": "Updated",
                     *           "time": "2026-01-15T09:30:00.000Z",
                     *           "key": {
                     *             "id": "p-100"
                     *           },
                     *           "version": 2
                     *         }
                     *       ],
                     *       "cursor": "AbCd",
                     *       "retryAfterSeconds": 0
                     *     }
                     */
                    "application/json": components["schemas"]["ProductChangeFeed"];
                    /**
                     * @example event: Updated
                     *     data: {…}
                     *
                     *     id: AbCd
                     */
                    "text/event-stream": string;
                };
            };
            /** @description `bad-header`: A request header is malformed. `bad-query`: A query parameter is wrong. `cursor-invalid`: The cursor does not belong to this list. `read-budget-spent`: The request reads too much at once. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProductChangesFailure"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            406: components["responses"]["NotAcceptable"];
            410: components["responses"]["ChangesGone"];
            /** @description `precondition-failed`: The item has changed or is not there. */
            412: {
                headers: {
                    /** @description The version of the current item in quotes. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProductPreconditionFailedProblem"];
                };
            };
            413: components["responses"]["AnswerTooLarge"];
            414: components["responses"]["UriTooLong"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["Timeout"];
        };
    };
    addToBasket: {
        parameters: {
            query?: {
                /** @description Has the answer say in extensions.plan how each list was read and what it cost. */
                explain?: boolean;
            };
            header?: {
                /** @description The same request sent again with the same key, such as "8e03978e-40d5-43dd-bc93-6894a57f9324", has one effect and gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description The variables of the document. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "userName": "swn",
                 *       "productId": "p-100",
                 *       "quantity": 2
                 *     }
                 */
                "application/json": components["schemas"]["AddToBasketVariables"];
            };
        };
        responses: {
            /** @description The answer of GraphQL. Where something went wrong it has errors: without data if the variables do not fit. */
            200: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "addBasketItem": {
                     *           "id": "AbCd",
                     *           "items": [
                     *             {
                     *               "quantity": 2,
                     *               "productName": "Pocket Camera"
                     *             }
                     *           ],
                     *           "totalPrice": 1
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AddToBasketAnswer"];
                };
            };
            /** @description Something is malformed; with the Accept of GraphQL, the variables do not fit. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "errors": [
                     *         {
                     *           "message": "The input breaks a rule.",
                     *           "extensions": {
                     *             "code": "BAD_USER_INPUT",
                     *             "type": "/problems/validation"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/graphql-response+json": components["schemas"]["GraphQLRefusal"];
                    /**
                     * @example {
                     *       "errors": [
                     *         {
                     *           "message": "The request cannot be understood.",
                     *           "extensions": {
                     *             "code": "BAD_REQUEST",
                     *             "type": "/problems/bad-request"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["GraphQLRefusal"];
                    /**
                     * @example {
                     *       "type": "/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The event or request line is not one that this gateway knows. Compare the request with the API reference."
                     *     }
                     */
                    "application/problem+json": components["schemas"]["DocumentProblem"];
                };
            };
            /** @description The token is not valid; or all that is asked for needs one. */
            401: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "errors": [
                     *         {
                     *           "message": "Sign in for this.",
                     *           "extensions": {
                     *             "code": "UNAUTHENTICATED",
                     *             "type": "/problems/unauthenticated"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["GraphQLRefusal"];
                    /**
                     * @example {
                     *       "type": "/problems/unauthenticated",
                     *       "title": "Sign in for this",
                     *       "status": 401,
                     *       "detail": "The request has no token, or one that is not valid: expired, of another issuer, for another audience. Send a fresh one as Authorization: Bearer <token>."
                     *     }
                     */
                    "application/problem+json": components["schemas"]["DocumentProblem"];
                };
            };
            /** @description The plan is not for everybody. */
            403: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "errors": [
                     *         {
                     *           "message": "This is not open to you.",
                     *           "extensions": {
                     *             "code": "FORBIDDEN",
                     *             "type": "/problems/forbidden"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["GraphQLRefusal"];
                };
            };
            /** @description A gateway of another release has no such document. */
            404: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "/problems/no-such-route",
                     *       "title": "There is nothing at this path",
                     *       "status": 404,
                     *       "detail": "No route has this path. The API reference at /docs lists them all."
                     *     }
                     */
                    "application/problem+json": components["schemas"]["DocumentProblem"];
                };
            };
            /** @description The answer is JSON. */
            406: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "errors": [
                     *         {
                     *           "message": "The answer cannot have that form.",
                     *           "extensions": {
                     *             "code": "BAD_REQUEST",
                     *             "type": "/problems/not-acceptable"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["GraphQLRefusal"];
                };
            };
            /** @description The body is too large. */
            413: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "/problems/payload-too-large",
                     *       "title": "The request is too large",
                     *       "status": 413,
                     *       "detail": "A body may have 6 MB and 50,000 values, a message of GraphQL or MCP 5,000 values; without a token a body may have 512 KB, such a message 256 KB. An item may have 400 KB, a GraphQL document 100 KB. Send less, or in parts."
                     *     }
                     */
                    "application/problem+json": components["schemas"]["DocumentProblem"];
                };
            };
            /** @description The body is not JSON. */
            415: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "/problems/unsupported-media-type",
                     *       "title": "The body has the wrong media type",
                     *       "status": 415,
                     *       "detail": "Send Content-Type: application/json in UTF-8; a PATCH may also be application/merge-patch+json. A body is not compressed."
                     *     }
                     */
                    "application/problem+json": components["schemas"]["DocumentProblem"];
                };
            };
            /** @description Too many requests at once. */
            429: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "/problems/too-many-requests",
                     *       "title": "Too many requests at once",
                     *       "status": 429,
                     *       "detail": "The gateway takes so many requests a second, and a burst after a quiet time. Nothing of this request has happened. Wait as long as Retry-After says and send it again, with fewer at once. Locally, npm start -- --rate sets the rate."
                     *     }
                     */
                    "application/problem+json": components["schemas"]["DocumentProblem"];
                };
            };
            /** @description Something went wrong on our side. */
            500: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "errors": [
                     *         {
                     *           "message": "Something went wrong on our side.",
                     *           "extensions": {
                     *             "code": "INTERNAL_SERVER_ERROR",
                     *             "type": "/problems/internal"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["GraphQLRefusal"];
                };
            };
            /** @description There was no time, or too much to do. */
            503: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "errors": [
                     *         {
                     *           "message": "Something that the gateway needs does not answer.",
                     *           "extensions": {
                     *             "code": "SERVICE_UNAVAILABLE",
                     *             "type": "/problems/unavailable"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["GraphQLRefusal"];
                };
            };
        };
    };
    basketSummary: {
        parameters: {
            query: {
                /** @description Has the answer say in extensions.plan how each list was read and what it cost. */
                explain?: boolean;
                /**
                 * @description The variables of the document, as a JSON object.
                 * @example {"userName":"swn"}
                 */
                variables: string;
            };
            header?: {
                /** @description Answer 412 if this is not the current ETag. */
                "If-Match"?: string;
                /** @description Answer 304 if this is the current ETag. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer of GraphQL. Where something went wrong it has errors: without data if the variables do not fit. */
            200: {
                headers: {
                    /** @description Changes with the answer; absent where it has errors. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "basket": {
                     *           "id": "AbCd",
                     *           "items": [
                     *             {
                     *               "quantity": 2,
                     *               "productName": "Pocket Camera"
                     *             }
                     *           ],
                     *           "totalPrice": 1
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["BasketSummaryAnswer"];
                };
            };
            /** @description The copy of the caller is current. */
            304: {
                headers: {
                    /** @description Changes with the answer; absent where it has errors. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Something is malformed; with the Accept of GraphQL, the variables do not fit. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "errors": [
                     *         {
                     *           "message": "The input breaks a rule.",
                     *           "extensions": {
                     *             "code": "BAD_USER_INPUT",
                     *             "type": "/problems/validation"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/graphql-response+json": components["schemas"]["GraphQLRefusal"];
                    /**
                     * @example {
                     *       "errors": [
                     *         {
                     *           "message": "The request cannot be understood.",
                     *           "extensions": {
                     *             "code": "BAD_REQUEST",
                     *             "type": "/problems/bad-request"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["GraphQLRefusal"];
                    /**
                     * @example {
                     *       "type": "/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The event or request line is not one that this gateway knows. Compare the request with the API reference."
                     *     }
                     */
                    "application/problem+json": components["schemas"]["DocumentProblem"];
                };
            };
            /** @description The token is not valid; or all that is asked for needs one. */
            401: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "errors": [
                     *         {
                     *           "message": "Sign in for this.",
                     *           "extensions": {
                     *             "code": "UNAUTHENTICATED",
                     *             "type": "/problems/unauthenticated"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["GraphQLRefusal"];
                    /**
                     * @example {
                     *       "type": "/problems/unauthenticated",
                     *       "title": "Sign in for this",
                     *       "status": 401,
                     *       "detail": "The request has no token, or one that is not valid: expired, of another issuer, for another audience. Send a fresh one as Authorization: Bearer <token>."
                     *     }
                     */
                    "application/problem+json": components["schemas"]["DocumentProblem"];
                };
            };
            /** @description The plan is not for everybody. */
            403: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "errors": [
                     *         {
                     *           "message": "This is not open to you.",
                     *           "extensions": {
                     *             "code": "FORBIDDEN",
                     *             "type": "/problems/forbidden"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["GraphQLRefusal"];
                };
            };
            /** @description A gateway of another release has no such document. */
            404: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "/problems/no-such-route",
                     *       "title": "There is nothing at this path",
                     *       "status": 404,
                     *       "detail": "No route has this path. The API reference at /docs lists them all."
                     *     }
                     */
                    "application/problem+json": components["schemas"]["DocumentProblem"];
                };
            };
            /** @description The answer is JSON. */
            406: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "errors": [
                     *         {
                     *           "message": "The answer cannot have that form.",
                     *           "extensions": {
                     *             "code": "BAD_REQUEST",
                     *             "type": "/problems/not-acceptable"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["GraphQLRefusal"];
                };
            };
            /** @description The ETag of If-Match is not the current one. */
            412: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version."
                     *     }
                     */
                    "application/problem+json": components["schemas"]["DocumentProblem"];
                };
            };
            /** @description Too many requests at once. */
            429: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "/problems/too-many-requests",
                     *       "title": "Too many requests at once",
                     *       "status": 429,
                     *       "detail": "The gateway takes so many requests a second, and a burst after a quiet time. Nothing of this request has happened. Wait as long as Retry-After says and send it again, with fewer at once. Locally, npm start -- --rate sets the rate."
                     *     }
                     */
                    "application/problem+json": components["schemas"]["DocumentProblem"];
                };
            };
            /** @description Something went wrong on our side. */
            500: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "errors": [
                     *         {
                     *           "message": "Something went wrong on our side.",
                     *           "extensions": {
                     *             "code": "INTERNAL_SERVER_ERROR",
                     *             "type": "/problems/internal"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["GraphQLRefusal"];
                };
            };
            /** @description There was no time, or too much to do. */
            503: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "errors": [
                     *         {
                     *           "message": "Something that the gateway needs does not answer.",
                     *           "extensions": {
                     *             "code": "SERVICE_UNAVAILABLE",
                     *             "type": "/problems/unavailable"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["GraphQLRefusal"];
                };
            };
        };
    };
    productCards: {
        parameters: {
            query?: {
                /** @description Has the answer say in extensions.plan how each list was read and what it cost. */
                explain?: boolean;
                /** @description The variables of the document, as a JSON object. */
                variables?: string;
            };
            header?: {
                /** @description Answer 412 if this is not the current ETag. */
                "If-Match"?: string;
                /** @description Answer 304 if this is the current ETag. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer of GraphQL. Where something went wrong it has errors: without data if the variables do not fit. */
            200: {
                headers: {
                    /** @description Changes with the answer; absent where it has errors. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "products": {
                     *           "edges": [
                     *             {
                     *               "node": {
                     *                 "id": "p-100",
                     *                 "title": "Pocket Camera",
                     *                 "price": 249.5,
                     *                 "thumbnail": "AbCd"
                     *               }
                     *             }
                     *           ],
                     *           "pageInfo": {
                     *             "hasNextPage": false,
                     *             "endCursor": "AbCd"
                     *           }
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ProductCardsAnswer"];
                };
            };
            /** @description The copy of the caller is current. */
            304: {
                headers: {
                    /** @description Changes with the answer; absent where it has errors. */
                    ETag?: string;
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Something is malformed; with the Accept of GraphQL, the variables do not fit. */
            400: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "errors": [
                     *         {
                     *           "message": "The input breaks a rule.",
                     *           "extensions": {
                     *             "code": "BAD_USER_INPUT",
                     *             "type": "/problems/validation"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/graphql-response+json": components["schemas"]["GraphQLRefusal"];
                    /**
                     * @example {
                     *       "errors": [
                     *         {
                     *           "message": "The request cannot be understood.",
                     *           "extensions": {
                     *             "code": "BAD_REQUEST",
                     *             "type": "/problems/bad-request"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["GraphQLRefusal"];
                    /**
                     * @example {
                     *       "type": "/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The event or request line is not one that this gateway knows. Compare the request with the API reference."
                     *     }
                     */
                    "application/problem+json": components["schemas"]["DocumentProblem"];
                };
            };
            /** @description The token is not valid; or all that is asked for needs one. */
            401: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "errors": [
                     *         {
                     *           "message": "Sign in for this.",
                     *           "extensions": {
                     *             "code": "UNAUTHENTICATED",
                     *             "type": "/problems/unauthenticated"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["GraphQLRefusal"];
                    /**
                     * @example {
                     *       "type": "/problems/unauthenticated",
                     *       "title": "Sign in for this",
                     *       "status": 401,
                     *       "detail": "The request has no token, or one that is not valid: expired, of another issuer, for another audience. Send a fresh one as Authorization: Bearer <token>."
                     *     }
                     */
                    "application/problem+json": components["schemas"]["DocumentProblem"];
                };
            };
            /** @description The plan is not for everybody. */
            403: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "errors": [
                     *         {
                     *           "message": "This is not open to you.",
                     *           "extensions": {
                     *             "code": "FORBIDDEN",
                     *             "type": "/problems/forbidden"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["GraphQLRefusal"];
                };
            };
            /** @description A gateway of another release has no such document. */
            404: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "/problems/no-such-route",
                     *       "title": "There is nothing at this path",
                     *       "status": 404,
                     *       "detail": "No route has this path. The API reference at /docs lists them all."
                     *     }
                     */
                    "application/problem+json": components["schemas"]["DocumentProblem"];
                };
            };
            /** @description The answer is JSON. */
            406: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "errors": [
                     *         {
                     *           "message": "The answer cannot have that form.",
                     *           "extensions": {
                     *             "code": "BAD_REQUEST",
                     *             "type": "/problems/not-acceptable"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["GraphQLRefusal"];
                };
            };
            /** @description The ETag of If-Match is not the current one. */
            412: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version."
                     *     }
                     */
                    "application/problem+json": components["schemas"]["DocumentProblem"];
                };
            };
            /** @description Too many requests at once. */
            429: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "/problems/too-many-requests",
                     *       "title": "Too many requests at once",
                     *       "status": 429,
                     *       "detail": "The gateway takes so many requests a second, and a burst after a quiet time. Nothing of this request has happened. Wait as long as Retry-After says and send it again, with fewer at once. Locally, npm start -- --rate sets the rate."
                     *     }
                     */
                    "application/problem+json": components["schemas"]["DocumentProblem"];
                };
            };
            /** @description Something went wrong on our side. */
            500: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "errors": [
                     *         {
                     *           "message": "Something went wrong on our side.",
                     *           "extensions": {
                     *             "code": "INTERNAL_SERVER_ERROR",
                     *             "type": "/problems/internal"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["GraphQLRefusal"];
                };
            };
            /** @description There was no time, or too much to do. */
            503: {
                headers: {
                    /** @description The id of the request, by which our logs find it. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "errors": [
                     *         {
                     *           "message": "Something that the gateway needs does not answer.",
                     *           "extensions": {
                     *             "code": "SERVICE_UNAVAILABLE",
                     *             "type": "/problems/unavailable"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["GraphQLRefusal"];
                };
            };
        };
    };
}
