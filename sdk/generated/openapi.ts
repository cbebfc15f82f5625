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
         * @description Who may: role admin.
         */
        get: operations["baskets"];
        put?: never;
        /**
         * Writes a whole basket in place of the one that the user may have.
         * @description Who may: owner by userName or role admin.
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
         * @description Who may: owner by userName or role admin.
         */
        get: operations["basket"];
        /**
         * Replaces one basket; fields that are left out are gone.
         * @description Who may: owner by userName or role admin.
         */
        put: operations["replaceBasket"];
        post?: never;
        /**
         * Deletes one basket.
         * @description Who may: owner by userName or role admin.
         */
        delete: operations["deleteBasket"];
        options?: never;
        head?: never;
        /**
         * Changes some fields of one basket; null removes an optional field (RFC 7396).
         * @description Who may: owner by userName or role admin.
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
         * @description Who may: owner by userName or role admin.
         */
        post: operations["addBasketItem"];
        /**
         * Takes a product out of a basket, in all of its colors.
         * @description Who may: owner by userName or role admin.
         */
        delete: operations["removeBasketItem"];
        options?: never;
        head?: never;
        /**
         * Sets how many pieces of a product are in a basket.
         * @description Who may: owner by userName or role admin.
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
         * Buys the basket of a user. The order is PENDING at once and is placed a moment later.
         * @description Who may: owner by userName or role admin.
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
         * Lists lambda apigateway items page by page.
         * @description Who may: role admin.
         */
        get: operations["lambdaApigateways"];
        put?: never;
        /**
         * Creates one lambda apigateway; never overwrites.
         * @description Who may: role admin.
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
         * Reads one lambda apigateway.
         * @description Who may: role admin.
         */
        get: operations["lambdaApigateway"];
        /**
         * Replaces one lambda apigateway; fields that are left out are gone.
         * @description Who may: role admin.
         */
        put: operations["replaceLambdaApigateway"];
        post?: never;
        /**
         * Deletes one lambda apigateway.
         * @description Who may: role admin.
         */
        delete: operations["deleteLambdaApigateway"];
        options?: never;
        head?: never;
        /**
         * Changes some fields of one lambda apigateway; null removes an optional field (RFC 7396).
         * @description Who may: role admin.
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
         * Creates up to 100 lambda apigateway items, each with its own outcome; never overwrites.
         * @description Who may: role admin.
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
         * Reads up to 100 lambda apigateway items by their keys, in their order, null for each that is missing.
         * @description Who may: role admin.
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
         * @description Who may: role admin.
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
         * @description Who may: owner by userName or role admin.
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
         * @description Who may: owner by userName or role admin.
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
         * Moves an order on: PLACED to PAID or CANCELLED, PAID to SHIPPED or CANCELLED, SHIPPED to DELIVERED. Cancelling puts the pieces back into the stock. The same status again changes nothing. Whose order it is may cancel it, and nothing else.
         * @description Who may: owner by userName or role admin.
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
         * Tells the changes of order items, each at least once; their versions tell their order. Only items of one userName.
         * @description Who may: owner by userName or role admin.
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
         * @description Who may: role admin.
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
         * @description Who may: anyone.
         */
        get: operations["products"];
        put?: never;
        /**
         * Creates one product; never overwrites.
         * @description Who may: role admin.
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
         * @description Who may: anyone.
         */
        get: operations["product"];
        /**
         * Replaces one product; fields that are left out are gone.
         * @description Who may: role admin.
         */
        put: operations["replaceProduct"];
        post?: never;
        /**
         * Deletes one product.
         * @description Who may: role admin.
         */
        delete: operations["deleteProduct"];
        options?: never;
        head?: never;
        /**
         * Changes some fields of one product; null removes an optional field (RFC 7396).
         * @description Who may: role admin.
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
         * @description Who may: role admin.
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
         * @description Who may: anyone.
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
         * @description Who may: anyone.
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
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
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
            /** @description What the basket costs by the catalogue of this moment; null when a product is no longer there. Only there when include= asks for it. */
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
             * @description The price that the shopper saw; checkout refuses when the catalogue has another by then.
             * @example 249.5
             */
            price?: number | null;
            /**
             * @description The title that the shopper saw.
             * @example Pocket Camera
             */
            productName?: string | null;
            /**
             * @description Pieces.
             * @example 2
             */
            quantity: number;
        };
        /** @description A problem document (RFC 9457) with the item that stands in the way. */
        BasketConflict: {
            current?: components["schemas"]["Basket"];
            detail: string;
            errors?: components["schemas"]["FieldProblem"][];
            /** @description The products that stand in the way of a checkout. */
            products?: components["schemas"]["ProductProblem"][];
            status: number;
            title: string;
            /**
             * Format: uri-reference
             * @description A page that explains the problem.
             * @example /problems/validation
             */
            type: string;
        };
        BasketItem: {
            /**
             * @description The wanted variant.
             * @example Red
             */
            color?: string | null;
            /**
             * @description The price that the shopper saw; checkout refuses when the catalogue has another by then.
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
             * @description The price that the shopper saw; checkout refuses when the catalogue has another by then.
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
             * @description Pieces.
             * @example 2
             */
            quantity: number;
        };
        BasketItemQuantityInput: {
            /** @description Which line is meant, when the product is there in several colors. */
            color?: string | null;
            /**
             * @description Pieces.
             * @example 3
             */
            quantity: number;
        };
        BasketPage: {
            items: components["schemas"]["Basket"][];
            /** @description Send it as cursor to get the next page; absent on the last. */
            nextCursor?: string;
            /** @description With explain=true: how the list was read and what it cost. */
            plan?: Record<string, never>;
            /** @description Send it as before to get the page before; absent on the first. */
            previousCursor?: string;
            /** @description With count=true: how many items the whole list has. */
            totalCount?: number | null;
            /** @description Why totalCount is null. */
            totalCountReason?: string;
            /**
             * @description Why the page ended before it was full; nextCursor goes on from there.
             * @enum {string}
             */
            truncatedBy?: "readBudget" | "answerSize";
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
             * @description Whose basket it is.
             * @example swn
             */
            userName?: string;
            /**
             * @description The version that was read; as If-Match.
             * @example 1
             */
            version?: number;
            /** @description As they were read; nothing is made of them. */
            warnings?: components["schemas"]["FieldProblem"][];
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
            userName: string;
            /**
             * @description The version that was read; as If-Match.
             * @example 1
             */
            version?: number;
            /** @description As they were read; nothing is made of them. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
        Change: {
            /**
             * @description What happened.
             * @example Updated
             * @enum {string}
             */
            change: "Created" | "Updated" | "Deleted";
            /** @description The names of the fields that an update has changed. */
            changed?: string[];
            /**
             * @description The same each time this change is told.
             * @example 0196f7a2-8c00-7000-8000-000000000001
             */
            id: string;
            /** @description The item after the change, without fields that are marked as sensitive. Missing when it is gone or too large: read it. */
            item?: unknown;
            /**
             * @description The key fields of the item.
             * @example {
             *       "id": "example-1"
             *     }
             */
            key: unknown;
            /**
             * Format: date-time
             * @description When it happened.
             * @example 2026-01-15T09:30:00.000Z
             */
            time: string;
            /**
             * @description The version of the item after the change; of one that is gone, its last.
             * @example 2
             */
            version: number;
        };
        ChangeFeed: {
            /** @description The changes, from the oldest. */
            changes: components["schemas"]["Change"][];
            /**
             * @description Send it as since, and what has happened after these changes is told.
             * @example AbCd
             */
            cursor: string;
            /**
             * @description Let so many seconds pass before you ask again. It is 0 for callers who may wait for the next change.
             * @example 0
             */
            retryAfterSeconds: number;
        };
        CheckoutInput: {
            /**
             * @description Where it goes.
             * @example 1 Main Street
             */
            address: string;
            /**
             * @description The card number. Only its last four digits stay; the rest is neither stored, nor logged, nor sent on.
             * @example 4242 4242 4242 4242
             */
            cardInfo?: string | null;
            /** @example ada@example.com */
            email: string;
            /** @example Ada */
            firstName: string;
            /** @example Lovelace */
            lastName: string;
            /**
             * @description The number of the way to pay.
             * @example 1
             */
            paymentMethod: number;
            /**
             * @description Taken because callers send it, and not believed: the total comes from the catalogue.
             * @example 9.99
             */
            totalPrice?: number | null;
            /**
             * @description Whose basket is bought.
             * @example swn
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
            /**
             * @example PENDING
             * @enum {string}
             */
            status: "PENDING" | "PLACED" | "PAID" | "SHIPPED" | "DELIVERED" | "CANCELLED";
            /**
             * @description The sum of price × quantity by the catalogue.
             * @example 499
             */
            totalPrice: number;
            /** @example swn */
            userName: string;
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
             * @description Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL.
             * @example 1
             */
            version: number;
            /** @description What is stored and cannot be read: null stands in its place. At most 100 are told; the member is not there where all could be read. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
        /** @description A problem document (RFC 9457) with the item that stands in the way. */
        LambdaApigatewayConflict: {
            current?: components["schemas"]["LambdaApigateway"];
            detail: string;
            errors?: components["schemas"]["FieldProblem"][];
            /** @description The products that stand in the way of a checkout. */
            products?: components["schemas"]["ProductProblem"][];
            status: number;
            title: string;
            /**
             * Format: uri-reference
             * @description A page that explains the problem.
             * @example /problems/validation
             */
            type: string;
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
            error?: components["schemas"]["Problem"];
            item?: components["schemas"]["LambdaApigateway"];
            /** @description 201 created, 200 would be created (dry run), 4xx or 5xx refused. */
            status: number;
        };
        LambdaApigatewayPage: {
            items: components["schemas"]["LambdaApigateway"][];
            /** @description Send it as cursor to get the next page; absent on the last. */
            nextCursor?: string;
            /** @description With explain=true: how the list was read and what it cost. */
            plan?: Record<string, never>;
            /** @description Send it as before to get the page before; absent on the first. */
            previousCursor?: string;
            /** @description With count=true: how many items the whole list has. */
            totalCount?: number | null;
            /** @description Why totalCount is null. */
            totalCountReason?: string;
            /**
             * @description Why the page ended before it was full; nextCursor goes on from there.
             * @enum {string}
             */
            truncatedBy?: "readBudget" | "answerSize";
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
             * @description The version that was read; as If-Match.
             * @example 1
             */
            version?: number;
            /** @description As they were read; nothing is made of them. */
            warnings?: components["schemas"]["FieldProblem"][];
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
             * @description The version that was read; as If-Match.
             * @example 1
             */
            version?: number;
            /** @description As they were read; nothing is made of them. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
        /** @description What was bought. Made by a checkout, PENDING until it has been placed. */
        Order: {
            /**
             * @description Where it goes.
             * @example 1 Main Street
             */
            address?: string | null;
            /** @example 4242 */
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
             * @description The number of the way to pay.
             * @example 1
             */
            paymentMethod?: number | null;
            /**
             * @description How far it has come.
             * @example PLACED
             * @enum {string|null}
             */
            status: "PENDING" | "PLACED" | "PAID" | "SHIPPED" | "DELIVERED" | "CANCELLED" | null;
            /**
             * @description The sum of price × quantity.
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
             * @description Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL.
             * @example 1
             */
            version: number;
            /** @description What is stored and cannot be read: null stands in its place. At most 100 are told; the member is not there where all could be read. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
        /** @description A problem document (RFC 9457) with the item that stands in the way. */
        OrderConflict: {
            current?: components["schemas"]["Order"];
            detail: string;
            errors?: components["schemas"]["FieldProblem"][];
            /** @description The products that stand in the way of a checkout. */
            products?: components["schemas"]["ProductProblem"][];
            status: number;
            title: string;
            /**
             * Format: uri-reference
             * @description A page that explains the problem.
             * @example /problems/validation
             */
            type: string;
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
             * @description The price of one piece that was paid.
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
             * @description Pieces.
             * @example 2
             */
            quantity: number | null;
        };
        OrderPage: {
            items: components["schemas"]["Order"][];
            /** @description Send it as cursor to get the next page; absent on the last. */
            nextCursor?: string;
            /** @description With explain=true: how the list was read and what it cost. */
            plan?: Record<string, never>;
            /** @description Send it as before to get the page before; absent on the first. */
            previousCursor?: string;
            /** @description With count=true: how many items the whole list has. */
            totalCount?: number | null;
            /** @description Why totalCount is null. */
            totalCountReason?: string;
            /**
             * @description Why the page ended before it was full; nextCursor goes on from there.
             * @enum {string}
             */
            truncatedBy?: "readBudget" | "answerSize";
            /** @description What is stored and cannot be read: null stands in its place. At most 100 are told; the member is not there where all could be read. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
        OrderStatusChangeInput: {
            /**
             * @description The next status.
             * @example PAID
             * @enum {string}
             */
            status: "PENDING" | "PLACED" | "PAID" | "SHIPPED" | "DELIVERED" | "CANCELLED";
        };
        /** @description A problem document (RFC 9457). */
        Problem: {
            /** @description The current item, when a conditional write lost. */
            current?: Record<string, never>;
            detail: string;
            errors?: components["schemas"]["FieldProblem"][];
            /** @description The products that stand in the way of a checkout. */
            products?: components["schemas"]["ProductProblem"][];
            status: number;
            title: string;
            /**
             * Format: uri-reference
             * @description A page that explains the problem.
             * @example /problems/validation
             */
            type: string;
        };
        /** @description What the shop sells. */
        Product: {
            /** @example Lumen */
            brand?: string | null;
            /**
             * @description The shelf on which the product stands.
             * @default Other
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
             * @description The price of one piece.
             * @example 249.5
             */
            price: number | null;
            /**
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
             * @description Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL.
             * @example 1
             */
            version: number;
            /** @description What is stored and cannot be read: null stands in its place. At most 100 are told; the member is not there where all could be read. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
        /** @description A problem document (RFC 9457) with the item that stands in the way. */
        ProductConflict: {
            current?: components["schemas"]["Product"];
            detail: string;
            errors?: components["schemas"]["FieldProblem"][];
            /** @description The products that stand in the way of a checkout. */
            products?: components["schemas"]["ProductProblem"][];
            status: number;
            title: string;
            /**
             * Format: uri-reference
             * @description A page that explains the problem.
             * @example /problems/validation
             */
            type: string;
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
             * @description The price of one piece.
             * @example 249.5
             */
            price: number;
            /**
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
            error?: components["schemas"]["Problem"];
            item?: components["schemas"]["Product"];
            /** @description 201 created, 200 would be created (dry run), 4xx or 5xx refused. */
            status: number;
        };
        ProductPage: {
            items: components["schemas"]["Product"][];
            /** @description Send it as cursor to get the next page; absent on the last. */
            nextCursor?: string;
            /** @description With explain=true: how the list was read and what it cost. */
            plan?: Record<string, never>;
            /** @description Send it as before to get the page before; absent on the first. */
            previousCursor?: string;
            /** @description With count=true: how many items the whole list has. */
            totalCount?: number | null;
            /** @description Why totalCount is null. */
            totalCountReason?: string;
            /**
             * @description Why the page ended before it was full; nextCursor goes on from there.
             * @enum {string}
             */
            truncatedBy?: "readBudget" | "answerSize";
            /** @description What is stored and cannot be read: null stands in its place. At most 100 are told; the member is not there where all could be read. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
        /** @description A JSON merge patch (RFC 7396): null removes an optional field. */
        ProductPatch: {
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
             * @description The price of one piece.
             * @example 249.5
             */
            price?: number;
            /**
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
             * @description The version that was read; as If-Match.
             * @example 1
             */
            version?: number;
            /** @description As they were read; nothing is made of them. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
        ProductProblem: {
            /**
             * @description The price in the basket.
             * @example 20
             */
            basketPrice?: number;
            /**
             * @description The price in the catalogue.
             * @example 25
             */
            cataloguePrice?: number;
            /**
             * @description The pieces that are left.
             * @example 1
             */
            left?: number;
            /** @example p-100 */
            productId: string;
            /**
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
             * @description The price of one piece.
             * @example 249.5
             */
            price: number;
            /**
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
             * @description The version that was read; as If-Match.
             * @example 1
             */
            version?: number;
            /** @description As they were read; nothing is made of them. */
            warnings?: components["schemas"]["FieldProblem"][];
        };
    };
    responses: {
        /** @description `bad-request`: The request cannot be understood. `bad-path`: The path names no possible item. `bad-query`: A query parameter is wrong. `bad-header`: A request header is malformed. `malformed-json`: The body is not JSON. `idempotency-key-invalid`: The Idempotency-Key is malformed. `cursor-invalid`: The cursor does not belong to this list. `no-index`: No index can answer this. `read-budget-spent`: The request reads too much at once. `unknown-operation`: The envelope has no such operation. */
        400: {
            headers: {
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `unauthenticated`: Sign in for this. */
        401: {
            headers: {
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `forbidden`: This is not open to you. `table-not-allowed`: The envelope does not reach this table. */
        403: {
            headers: {
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `not-found`: There is no such item. `no-such-route`: There is nothing at this path. */
        404: {
            headers: {
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `not-acceptable`: The answer cannot have that form. */
        406: {
            headers: {
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `conflict`: The request conflicts with what is there. `idempotency-key-in-progress`: A request with this Idempotency-Key is under way. `needs-mending`: An item has to be mended first. `basket-changed`: The basket has changed meanwhile. `price-changed`: A price has changed. `out-of-stock`: There is not enough in stock. `transition-not-allowed`: The order cannot get this status. */
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
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `changes-gone`: The changes since then are gone. */
        410: {
            headers: {
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `payload-too-large`: The request is too large. `answer-too-large`: The answer would be too large. */
        413: {
            headers: {
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `uri-too-long`: The URL is too long. */
        414: {
            headers: {
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `unsupported-media-type`: The body has the wrong media type. */
        415: {
            headers: {
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `validation`: The input breaks a rule. `expression-not-allowed`: The expression asks for more than the envelope does. `idempotency-key-reused`: The Idempotency-Key belongs to another request. `empty-basket`: The basket is empty. `unknown-product`: A product is no longer sold. `basket-too-large`: The basket is too large for one order. */
        422: {
            headers: {
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `too-many-requests`: Too many requests at once. */
        429: {
            headers: {
                /** @description Seconds to wait before the request is sent again. */
                "Retry-After"?: string;
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `headers-too-large`: The headers are too large. */
        431: {
            headers: {
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `internal`: Something went wrong on our side. `unreadable`: What is stored cannot be read. */
        500: {
            headers: {
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `unavailable`: Something that the gateway needs does not answer. */
        503: {
            headers: {
                /** @description Seconds to wait before the request is sent again. */
                "Retry-After"?: string;
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `timeout`: The answer did not come in time. */
        504: {
            headers: {
                /** @description The id of the request, by which our logs find it. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
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
                /** @description Conditions as filter[field][comparison]=value; comparisons are eq, ne, lt, le, gt, ge, between, in, notIn, beginsWith, endsWith, contains, exists. notIn is the negation of in, and so true for items without the field. endsWith is checked by the gateway on each item that was read, because DynamoDB has nothing like it. A JSON object in one filter= takes and, or and not as well. */
                filter?: Record<string, never>;
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
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            406: components["responses"]["406"];
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
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version.",
                     *       "current": {
                     *         "userName": "swn",
                     *         "items": [
                     *           {
                     *             "quantity": 2,
                     *             "color": "Red",
                     *             "price": 249.5,
                     *             "productName": "Pocket Camera",
                     *             "productId": "p-100"
                     *           }
                     *         ],
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["BasketConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    putBasket: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same request sent again with the same key has one effect and gets the first answer.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Write only if this is the current ETag, or "*" for any.
                 * @example "1"
                 */
                "If-Match"?: string;
                /**
                 * @description Send "*" to create and never overwrite.
                 * @example *
                 */
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
                "application/json": components["schemas"]["BasketReplacement"];
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
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            406: components["responses"]["406"];
            409: components["responses"]["409"];
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
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version.",
                     *       "current": {
                     *         "userName": "swn",
                     *         "items": [
                     *           {
                     *             "quantity": 2,
                     *             "color": "Red",
                     *             "price": 249.5,
                     *             "productName": "Pocket Camera",
                     *             "productId": "p-100"
                     *           }
                     *         ],
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["BasketConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
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
                /**
                 * @description Answer 412 unless this is the current ETag.
                 * @example "1"
                 */
                "If-Match"?: string;
                /**
                 * @description Answer 304 if this is the current ETag.
                 * @example "1"
                 */
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
                    "application/json": components["schemas"]["Basket"];
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
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            406: components["responses"]["406"];
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
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version.",
                     *       "current": {
                     *         "userName": "swn",
                     *         "items": [
                     *           {
                     *             "quantity": 2,
                     *             "color": "Red",
                     *             "price": 249.5,
                     *             "productName": "Pocket Camera",
                     *             "productId": "p-100"
                     *           }
                     *         ],
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["BasketConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    replaceBasket: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same request sent again with the same key has one effect and gets the first answer.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Write only if this is the current ETag, or "*" for any.
                 * @example "1"
                 */
                "If-Match"?: string;
                /**
                 * @description Send "*" to create and never overwrite.
                 * @example *
                 */
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
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            406: components["responses"]["406"];
            409: components["responses"]["409"];
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
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version.",
                     *       "current": {
                     *         "userName": "swn",
                     *         "items": [
                     *           {
                     *             "quantity": 2,
                     *             "color": "Red",
                     *             "price": 249.5,
                     *             "productName": "Pocket Camera",
                     *             "productId": "p-100"
                     *           }
                     *         ],
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["BasketConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    deleteBasket: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same request sent again with the same key has one effect and gets the first answer.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Write only if this is the current ETag, or "*" for any.
                 * @example "1"
                 */
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
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            406: components["responses"]["406"];
            409: components["responses"]["409"];
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
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version.",
                     *       "current": {
                     *         "userName": "swn",
                     *         "items": [
                     *           {
                     *             "quantity": 2,
                     *             "color": "Red",
                     *             "price": 249.5,
                     *             "productName": "Pocket Camera",
                     *             "productId": "p-100"
                     *           }
                     *         ],
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["BasketConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    updateBasket: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same request sent again with the same key has one effect and gets the first answer.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Write only if this is the current ETag, or "*" for any.
                 * @example "1"
                 */
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
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            406: components["responses"]["406"];
            409: components["responses"]["409"];
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
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version.",
                     *       "current": {
                     *         "userName": "swn",
                     *         "items": [
                     *           {
                     *             "quantity": 2,
                     *             "color": "Red",
                     *             "price": 249.5,
                     *             "productName": "Pocket Camera",
                     *             "productId": "p-100"
                     *           }
                     *         ],
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["BasketConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    addBasketItem: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same request sent again with the same key has one effect and gets the first answer.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Write only if this is the current ETag, or "*" for any.
                 * @example "1"
                 */
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
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            406: components["responses"]["406"];
            409: components["responses"]["409"];
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
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version.",
                     *       "current": {
                     *         "userName": "swn",
                     *         "items": [
                     *           {
                     *             "quantity": 2,
                     *             "color": "Red",
                     *             "price": 249.5,
                     *             "productName": "Pocket Camera",
                     *             "productId": "p-100"
                     *           }
                     *         ],
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["BasketConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    removeBasketItem: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same request sent again with the same key has one effect and gets the first answer.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Write only if this is the current ETag, or "*" for any.
                 * @example "1"
                 */
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
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            406: components["responses"]["406"];
            409: components["responses"]["409"];
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
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version.",
                     *       "current": {
                     *         "userName": "swn",
                     *         "items": [
                     *           {
                     *             "quantity": 2,
                     *             "color": "Red",
                     *             "price": 249.5,
                     *             "productName": "Pocket Camera",
                     *             "productId": "p-100"
                     *           }
                     *         ],
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["BasketConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    setBasketItemQuantity: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same request sent again with the same key has one effect and gets the first answer.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Write only if this is the current ETag, or "*" for any.
                 * @example "1"
                 */
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
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            406: components["responses"]["406"];
            409: components["responses"]["409"];
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
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version.",
                     *       "current": {
                     *         "userName": "swn",
                     *         "items": [
                     *           {
                     *             "quantity": 2,
                     *             "color": "Red",
                     *             "price": 249.5,
                     *             "productName": "Pocket Camera",
                     *             "productId": "p-100"
                     *           }
                     *         ],
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["BasketConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    checkout: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same request sent again with the same key has one effect and gets the first answer.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Write only if this is the current ETag, or "*" for any.
                 * @example "1"
                 */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "userName": "swn",
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
                     *       "userName": "swn",
                     *       "orderId": "order-1",
                     *       "orderDate": "2026-01-15T09:30:00.000Z",
                     *       "status": "PENDING",
                     *       "totalPrice": 499
                     *     }
                     */
                    "application/json": components["schemas"]["CheckoutReceipt"];
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            406: components["responses"]["406"];
            409: components["responses"]["409"];
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
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version.",
                     *       "current": {
                     *         "userName": "swn",
                     *         "items": [
                     *           {
                     *             "quantity": 2,
                     *             "color": "Red",
                     *             "price": 249.5,
                     *             "productName": "Pocket Camera",
                     *             "productId": "p-100"
                     *           }
                     *         ],
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["BasketConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
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
                /** @description Conditions as filter[field][comparison]=value; comparisons are eq, ne, lt, le, gt, ge, between, in, notIn, beginsWith, endsWith, contains, exists. notIn is the negation of in, and so true for items without the field. endsWith is checked by the gateway on each item that was read, because DynamoDB has nothing like it. A JSON object in one filter= takes and, or and not as well. */
                filter?: Record<string, never>;
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
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            406: components["responses"]["406"];
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
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version.",
                     *       "current": {
                     *         "id": "1234ABCD",
                     *         "data": {
                     *           "number": 5
                     *         },
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["LambdaApigatewayConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    createLambdaApigateway: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same request sent again with the same key has one effect and gets the first answer.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
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
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            406: components["responses"]["406"];
            /** @description `conflict`: The request conflicts with what is there. `idempotency-key-in-progress`: A request with this Idempotency-Key is under way. `needs-mending`: An item has to be mended first. `basket-changed`: The basket has changed meanwhile. `price-changed`: A price has changed. `out-of-stock`: There is not enough in stock. `transition-not-allowed`: The order cannot get this status. */
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
                    /**
                     * @example {
                     *       "type": "/problems/conflict",
                     *       "title": "The request conflicts with what is there",
                     *       "status": 409,
                     *       "detail": "The detail says what is in the way. Read the item: a create never overwrites it, PUT and PATCH change it. What else an operation refuses to do with an item as it is now, it may do when the item has changed.",
                     *       "current": {
                     *         "id": "1234ABCD",
                     *         "data": {
                     *           "number": 5
                     *         },
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["LambdaApigatewayConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    lambdaApigateway: {
        parameters: {
            query?: {
                /** @description The fields to answer with, separated by commas. */
                fields?: string;
            };
            header?: {
                /**
                 * @description Answer 412 unless this is the current ETag.
                 * @example "1"
                 */
                "If-Match"?: string;
                /**
                 * @description Answer 304 if this is the current ETag.
                 * @example "1"
                 */
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
                    "application/json": components["schemas"]["LambdaApigateway"];
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
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            406: components["responses"]["406"];
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
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version.",
                     *       "current": {
                     *         "id": "1234ABCD",
                     *         "data": {
                     *           "number": 5
                     *         },
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["LambdaApigatewayConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    replaceLambdaApigateway: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same request sent again with the same key has one effect and gets the first answer.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Write only if this is the current ETag, or "*" for any.
                 * @example "1"
                 */
                "If-Match"?: string;
                /**
                 * @description Send "*" to create and never overwrite.
                 * @example *
                 */
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
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            406: components["responses"]["406"];
            409: components["responses"]["409"];
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
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version.",
                     *       "current": {
                     *         "id": "1234ABCD",
                     *         "data": {
                     *           "number": 5
                     *         },
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["LambdaApigatewayConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    deleteLambdaApigateway: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same request sent again with the same key has one effect and gets the first answer.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Write only if this is the current ETag, or "*" for any.
                 * @example "1"
                 */
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
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            406: components["responses"]["406"];
            409: components["responses"]["409"];
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
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version.",
                     *       "current": {
                     *         "id": "1234ABCD",
                     *         "data": {
                     *           "number": 5
                     *         },
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["LambdaApigatewayConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    updateLambdaApigateway: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same request sent again with the same key has one effect and gets the first answer.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Write only if this is the current ETag, or "*" for any.
                 * @example "1"
                 */
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
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            406: components["responses"]["406"];
            409: components["responses"]["409"];
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
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version.",
                     *       "current": {
                     *         "id": "1234ABCD",
                     *         "data": {
                     *           "number": 5
                     *         },
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["LambdaApigatewayConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    createLambdaApigateways: {
        parameters: {
            query?: {
                /** @description Check everything, write nothing. */
                dryRun?: boolean;
            };
            header?: {
                /**
                 * @description The same request sent again with the same key has one effect and gets the first answer.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
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
                "application/json": {
                    items: components["schemas"]["LambdaApigatewayInput"][];
                };
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
                    "application/json": {
                        results: components["schemas"]["LambdaApigatewayOutcome"][];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            406: components["responses"]["406"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
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
                "application/json": {
                    keys: components["schemas"]["LambdaApigatewayKey"][];
                };
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
                    "application/json": {
                        items: (components["schemas"]["LambdaApigateway"] | null)[];
                        /** @description What is stored and cannot be read: null stands in its place. At most 100 are told; the member is not there where all could be read. */
                        warnings?: components["schemas"]["FieldProblem"][];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            406: components["responses"]["406"];
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
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version.",
                     *       "current": {
                     *         "id": "1234ABCD",
                     *         "data": {
                     *           "number": 5
                     *         },
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["LambdaApigatewayConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
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
                /** @description Conditions as filter[field][comparison]=value; comparisons are eq, ne, lt, le, gt, ge, between, in, notIn, beginsWith, endsWith, contains, exists. notIn is the negation of in, and so true for items without the field. endsWith is checked by the gateway on each item that was read, because DynamoDB has nothing like it. A JSON object in one filter= takes and, or and not as well. */
                filter?: Record<string, never>;
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
                sort?: "orderId" | "-orderId" | "orderDate" | "-orderDate";
                /** @description Only items with this status. */
                status?: "PENDING" | "PLACED" | "PAID" | "SHIPPED" | "DELIVERED" | "CANCELLED";
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
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            406: components["responses"]["406"];
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
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version.",
                     *       "current": {
                     *         "userName": "swn",
                     *         "orderId": "order-1",
                     *         "orderDate": "2026-01-15T09:30:00.000Z",
                     *         "status": "PLACED",
                     *         "items": [
                     *           {
                     *             "productId": "p-100",
                     *             "quantity": 2,
                     *             "color": "Red",
                     *             "price": 249.5,
                     *             "productName": "Pocket Camera"
                     *           }
                     *         ],
                     *         "totalPrice": 499,
                     *         "firstName": "Ada",
                     *         "lastName": "Lovelace",
                     *         "email": "ada@example.com",
                     *         "address": "1 Main Street",
                     *         "paymentMethod": 1,
                     *         "cardLast4": "4242",
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["OrderConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
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
                /** @description Conditions as filter[field][comparison]=value; comparisons are eq, ne, lt, le, gt, ge, between, in, notIn, beginsWith, endsWith, contains, exists. notIn is the negation of in, and so true for items without the field. endsWith is checked by the gateway on each item that was read, because DynamoDB has nothing like it. A JSON object in one filter= takes and, or and not as well. */
                filter?: Record<string, never>;
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
                sort?: "orderId" | "-orderId" | "orderDate" | "-orderDate";
                /** @description Only items with this status. */
                status?: "PENDING" | "PLACED" | "PAID" | "SHIPPED" | "DELIVERED" | "CANCELLED";
                /** @description Only items with this totalPrice. */
                totalPrice?: number;
                /** @description Only items with this userName. */
                userName?: string;
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
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            406: components["responses"]["406"];
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
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version.",
                     *       "current": {
                     *         "userName": "swn",
                     *         "orderId": "order-1",
                     *         "orderDate": "2026-01-15T09:30:00.000Z",
                     *         "status": "PLACED",
                     *         "items": [
                     *           {
                     *             "productId": "p-100",
                     *             "quantity": 2,
                     *             "color": "Red",
                     *             "price": 249.5,
                     *             "productName": "Pocket Camera"
                     *           }
                     *         ],
                     *         "totalPrice": 499,
                     *         "firstName": "Ada",
                     *         "lastName": "Lovelace",
                     *         "email": "ada@example.com",
                     *         "address": "1 Main Street",
                     *         "paymentMethod": 1,
                     *         "cardLast4": "4242",
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["OrderConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
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
                /**
                 * @description Answer 412 unless this is the current ETag.
                 * @example "1"
                 */
                "If-Match"?: string;
                /**
                 * @description Answer 304 if this is the current ETag.
                 * @example "1"
                 */
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
                    "application/json": components["schemas"]["Order"];
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
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            406: components["responses"]["406"];
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
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version.",
                     *       "current": {
                     *         "userName": "swn",
                     *         "orderId": "order-1",
                     *         "orderDate": "2026-01-15T09:30:00.000Z",
                     *         "status": "PLACED",
                     *         "items": [
                     *           {
                     *             "productId": "p-100",
                     *             "quantity": 2,
                     *             "color": "Red",
                     *             "price": 249.5,
                     *             "productName": "Pocket Camera"
                     *           }
                     *         ],
                     *         "totalPrice": 499,
                     *         "firstName": "Ada",
                     *         "lastName": "Lovelace",
                     *         "email": "ada@example.com",
                     *         "address": "1 Main Street",
                     *         "paymentMethod": 1,
                     *         "cardLast4": "4242",
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["OrderConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    setOrderStatus: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same request sent again with the same key has one effect and gets the first answer.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Write only if this is the current ETag, or "*" for any.
                 * @example "1"
                 */
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
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            406: components["responses"]["406"];
            409: components["responses"]["409"];
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
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version.",
                     *       "current": {
                     *         "userName": "swn",
                     *         "orderId": "order-1",
                     *         "orderDate": "2026-01-15T09:30:00.000Z",
                     *         "status": "PLACED",
                     *         "items": [
                     *           {
                     *             "productId": "p-100",
                     *             "quantity": 2,
                     *             "color": "Red",
                     *             "price": 249.5,
                     *             "productName": "Pocket Camera"
                     *           }
                     *         ],
                     *         "totalPrice": 499,
                     *         "firstName": "Ada",
                     *         "lastName": "Lovelace",
                     *         "email": "ada@example.com",
                     *         "address": "1 Main Street",
                     *         "paymentMethod": 1,
                     *         "cardLast4": "4242",
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["OrderConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
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
                /**
                 * @description The same as since, as an EventSource sends it.
                 * @example AbCd
                 */
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
                     *             "id": "example-1"
                     *           },
                     *           "version": 2
                     *         }
                     *       ],
                     *       "cursor": "AbCd",
                     *       "retryAfterSeconds": 0
                     *     }
                     */
                    "application/json": components["schemas"]["ChangeFeed"];
                    /**
                     * @example event: Updated
                     *     data: {…}
                     *
                     *     id: AbCd
                     */
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            406: components["responses"]["406"];
            410: components["responses"]["410"];
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
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version.",
                     *       "current": {
                     *         "userName": "swn",
                     *         "orderId": "order-1",
                     *         "orderDate": "2026-01-15T09:30:00.000Z",
                     *         "status": "PLACED",
                     *         "items": [
                     *           {
                     *             "productId": "p-100",
                     *             "quantity": 2,
                     *             "color": "Red",
                     *             "price": 249.5,
                     *             "productName": "Pocket Camera"
                     *           }
                     *         ],
                     *         "totalPrice": 499,
                     *         "firstName": "Ada",
                     *         "lastName": "Lovelace",
                     *         "email": "ada@example.com",
                     *         "address": "1 Main Street",
                     *         "paymentMethod": 1,
                     *         "cardLast4": "4242",
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["OrderConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
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
                /**
                 * @description The same as since, as an EventSource sends it.
                 * @example AbCd
                 */
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
                     *             "id": "example-1"
                     *           },
                     *           "version": 2
                     *         }
                     *       ],
                     *       "cursor": "AbCd",
                     *       "retryAfterSeconds": 0
                     *     }
                     */
                    "application/json": components["schemas"]["ChangeFeed"];
                    /**
                     * @example event: Updated
                     *     data: {…}
                     *
                     *     id: AbCd
                     */
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            406: components["responses"]["406"];
            410: components["responses"]["410"];
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
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version.",
                     *       "current": {
                     *         "userName": "swn",
                     *         "orderId": "order-1",
                     *         "orderDate": "2026-01-15T09:30:00.000Z",
                     *         "status": "PLACED",
                     *         "items": [
                     *           {
                     *             "productId": "p-100",
                     *             "quantity": 2,
                     *             "color": "Red",
                     *             "price": 249.5,
                     *             "productName": "Pocket Camera"
                     *           }
                     *         ],
                     *         "totalPrice": 499,
                     *         "firstName": "Ada",
                     *         "lastName": "Lovelace",
                     *         "email": "ada@example.com",
                     *         "address": "1 Main Street",
                     *         "paymentMethod": 1,
                     *         "cardLast4": "4242",
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["OrderConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
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
                /** @description Conditions as filter[field][comparison]=value; comparisons are eq, ne, lt, le, gt, ge, between, in, notIn, beginsWith, endsWith, contains, exists. notIn is the negation of in, and so true for items without the field. endsWith is checked by the gateway on each item that was read, because DynamoDB has nothing like it. A JSON object in one filter= takes and, or and not as well. */
                filter?: Record<string, never>;
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
                sort?: "price" | "-price";
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
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            406: components["responses"]["406"];
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
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version.",
                     *       "current": {
                     *         "id": "p-100",
                     *         "title": "Pocket Camera",
                     *         "category": "Camera",
                     *         "price": 249.5,
                     *         "stock": 12,
                     *         "brand": "Lumen",
                     *         "sku": "CAM-100",
                     *         "tags": [
                     *           "travel",
                     *           "compact"
                     *         ],
                     *         "rating": 4.5,
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProductConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    createProduct: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same request sent again with the same key has one effect and gets the first answer.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
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
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            406: components["responses"]["406"];
            /** @description `conflict`: The request conflicts with what is there. `idempotency-key-in-progress`: A request with this Idempotency-Key is under way. `needs-mending`: An item has to be mended first. `basket-changed`: The basket has changed meanwhile. `price-changed`: A price has changed. `out-of-stock`: There is not enough in stock. `transition-not-allowed`: The order cannot get this status. */
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
                    /**
                     * @example {
                     *       "type": "/problems/conflict",
                     *       "title": "The request conflicts with what is there",
                     *       "status": 409,
                     *       "detail": "The detail says what is in the way. Read the item: a create never overwrites it, PUT and PATCH change it. What else an operation refuses to do with an item as it is now, it may do when the item has changed.",
                     *       "current": {
                     *         "id": "p-100",
                     *         "title": "Pocket Camera",
                     *         "category": "Camera",
                     *         "price": 249.5,
                     *         "stock": 12,
                     *         "brand": "Lumen",
                     *         "sku": "CAM-100",
                     *         "tags": [
                     *           "travel",
                     *           "compact"
                     *         ],
                     *         "rating": 4.5,
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProductConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    product: {
        parameters: {
            query?: {
                /** @description The fields to answer with, separated by commas. */
                fields?: string;
            };
            header?: {
                /**
                 * @description Answer 412 unless this is the current ETag.
                 * @example "1"
                 */
                "If-Match"?: string;
                /**
                 * @description Answer 304 if this is the current ETag.
                 * @example "1"
                 */
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
                    "application/json": components["schemas"]["Product"];
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
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            404: components["responses"]["404"];
            406: components["responses"]["406"];
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
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version.",
                     *       "current": {
                     *         "id": "p-100",
                     *         "title": "Pocket Camera",
                     *         "category": "Camera",
                     *         "price": 249.5,
                     *         "stock": 12,
                     *         "brand": "Lumen",
                     *         "sku": "CAM-100",
                     *         "tags": [
                     *           "travel",
                     *           "compact"
                     *         ],
                     *         "rating": 4.5,
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProductConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    replaceProduct: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same request sent again with the same key has one effect and gets the first answer.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Write only if this is the current ETag, or "*" for any.
                 * @example "1"
                 */
                "If-Match"?: string;
                /**
                 * @description Send "*" to create and never overwrite.
                 * @example *
                 */
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
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            406: components["responses"]["406"];
            409: components["responses"]["409"];
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
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version.",
                     *       "current": {
                     *         "id": "p-100",
                     *         "title": "Pocket Camera",
                     *         "category": "Camera",
                     *         "price": 249.5,
                     *         "stock": 12,
                     *         "brand": "Lumen",
                     *         "sku": "CAM-100",
                     *         "tags": [
                     *           "travel",
                     *           "compact"
                     *         ],
                     *         "rating": 4.5,
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProductConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    deleteProduct: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same request sent again with the same key has one effect and gets the first answer.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Write only if this is the current ETag, or "*" for any.
                 * @example "1"
                 */
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
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            406: components["responses"]["406"];
            409: components["responses"]["409"];
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
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version.",
                     *       "current": {
                     *         "id": "p-100",
                     *         "title": "Pocket Camera",
                     *         "category": "Camera",
                     *         "price": 249.5,
                     *         "stock": 12,
                     *         "brand": "Lumen",
                     *         "sku": "CAM-100",
                     *         "tags": [
                     *           "travel",
                     *           "compact"
                     *         ],
                     *         "rating": 4.5,
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProductConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    updateProduct: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The same request sent again with the same key has one effect and gets the first answer.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
                "Idempotency-Key"?: string;
                /**
                 * @description Write only if this is the current ETag, or "*" for any.
                 * @example "1"
                 */
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
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            404: components["responses"]["404"];
            406: components["responses"]["406"];
            409: components["responses"]["409"];
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
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version.",
                     *       "current": {
                     *         "id": "p-100",
                     *         "title": "Pocket Camera",
                     *         "category": "Camera",
                     *         "price": 249.5,
                     *         "stock": 12,
                     *         "brand": "Lumen",
                     *         "sku": "CAM-100",
                     *         "tags": [
                     *           "travel",
                     *           "compact"
                     *         ],
                     *         "rating": 4.5,
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProductConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
    createProducts: {
        parameters: {
            query?: {
                /** @description Check everything, write nothing. */
                dryRun?: boolean;
            };
            header?: {
                /**
                 * @description The same request sent again with the same key has one effect and gets the first answer.
                 * @example "8e03978e-40d5-43dd-bc93-6894a57f9324"
                 */
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
                "application/json": {
                    items: components["schemas"]["ProductInput"][];
                };
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
                    "application/json": {
                        results: components["schemas"]["ProductOutcome"][];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            403: components["responses"]["403"];
            406: components["responses"]["406"];
            409: components["responses"]["409"];
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
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
                "application/json": {
                    keys: components["schemas"]["ProductKey"][];
                };
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
                    "application/json": {
                        items: (components["schemas"]["Product"] | null)[];
                        /** @description What is stored and cannot be read: null stands in its place. At most 100 are told; the member is not there where all could be read. */
                        warnings?: components["schemas"]["FieldProblem"][];
                    };
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            406: components["responses"]["406"];
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
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version.",
                     *       "current": {
                     *         "id": "p-100",
                     *         "title": "Pocket Camera",
                     *         "category": "Camera",
                     *         "price": 249.5,
                     *         "stock": 12,
                     *         "brand": "Lumen",
                     *         "sku": "CAM-100",
                     *         "tags": [
                     *           "travel",
                     *           "compact"
                     *         ],
                     *         "rating": 4.5,
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProductConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            415: components["responses"]["415"];
            422: components["responses"]["422"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
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
                /**
                 * @description The same as since, as an EventSource sends it.
                 * @example AbCd
                 */
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
                     *             "id": "example-1"
                     *           },
                     *           "version": 2
                     *         }
                     *       ],
                     *       "cursor": "AbCd",
                     *       "retryAfterSeconds": 0
                     *     }
                     */
                    "application/json": components["schemas"]["ChangeFeed"];
                    /**
                     * @example event: Updated
                     *     data: {…}
                     *
                     *     id: AbCd
                     */
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["400"];
            401: components["responses"]["401"];
            406: components["responses"]["406"];
            410: components["responses"]["410"];
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
                    /**
                     * @example {
                     *       "type": "/problems/precondition-failed",
                     *       "title": "The item has changed or is not there",
                     *       "status": 412,
                     *       "detail": "The version sent along is not the current one. Read the item again, apply your change to it and send the new version.",
                     *       "current": {
                     *         "id": "p-100",
                     *         "title": "Pocket Camera",
                     *         "category": "Camera",
                     *         "price": 249.5,
                     *         "stock": 12,
                     *         "brand": "Lumen",
                     *         "sku": "CAM-100",
                     *         "tags": [
                     *           "travel",
                     *           "compact"
                     *         ],
                     *         "rating": 4.5,
                     *         "version": 1,
                     *         "createdAt": "2026-01-15T09:30:00.000Z",
                     *         "updatedAt": "2026-01-15T09:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProductConflict"];
                };
            };
            413: components["responses"]["413"];
            414: components["responses"]["414"];
            429: components["responses"]["429"];
            431: components["responses"]["431"];
            500: components["responses"]["500"];
            503: components["responses"]["503"];
            504: components["responses"]["504"];
        };
    };
}
