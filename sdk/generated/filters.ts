// Written from the declarations of the gateway. Do not edit.

/** Which items the list holds; all conditions must hold. */
export type BasketFilter = {
  /** All of these hold. */
  readonly and?: readonly BasketFilter[] | null;
  /** When the item was created. */
  readonly createdAt?: DateTimeCondition | null;
  /** The lines in the order in which they were added. */
  readonly items?: ExistsCondition | null;
  /** This does not hold. */
  readonly not?: BasketFilter | null;
  /** At least one of these holds. */
  readonly or?: readonly BasketFilter[] | null;
  /** When the item was last written. */
  readonly updatedAt?: DateTimeCondition | null;
  /** Whose basket it is. */
  readonly userName?: TextCondition | null;
  /** Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL. */
  readonly version?: IntegerCondition | null;
};

/** A condition on a value of the kind dateTime. */
export type DateTimeCondition = {
  /** Is at least the first and at most the second of these two. */
  readonly between?: readonly string[] | null;
  /** Is equal to this. */
  readonly eq?: string | null;
  /** Whether there is a value. */
  readonly exists?: boolean | null;
  /** Is at least this. */
  readonly ge?: string | null;
  /** Is greater than this, or later. */
  readonly gt?: string | null;
  /** Is one of these. */
  readonly in?: readonly string[] | null;
  /** Is at most this. */
  readonly le?: string | null;
  /** Is less than this, or earlier. */
  readonly lt?: string | null;
  /** Is not equal to this, or is not there. */
  readonly ne?: string | null;
  /** Is none of these. It is the negation of in, and so true for items without the field. */
  readonly notIn?: readonly string[] | null;
};

/** A condition on a value of the kind objects. */
export type ExistsCondition = {
  /** Whether there is a value. */
  readonly exists?: boolean | null;
};

/** A condition on a value of the kind text. */
export type TextCondition = {
  /** Begins with this text. */
  readonly beginsWith?: string | null;
  /** Is at least the first and at most the second of these two. */
  readonly between?: readonly string[] | null;
  /** Contains this: a text a part of it, a list an element. */
  readonly contains?: string | null;
  /** Ends with this text. It is checked by the gateway on each item that was read, because DynamoDB has nothing like it. */
  readonly endsWith?: string | null;
  /** Is equal to this. */
  readonly eq?: string | null;
  /** Whether there is a value. */
  readonly exists?: boolean | null;
  /** Is at least this. */
  readonly ge?: string | null;
  /** Is greater than this, or later. */
  readonly gt?: string | null;
  /** Is one of these. */
  readonly in?: readonly string[] | null;
  /** Is at most this. */
  readonly le?: string | null;
  /** Is less than this, or earlier. */
  readonly lt?: string | null;
  /** Is not equal to this, or is not there. */
  readonly ne?: string | null;
  /** Is none of these. It is the negation of in, and so true for items without the field. */
  readonly notIn?: readonly string[] | null;
};

/** A condition on a value of the kind integer. */
export type IntegerCondition = {
  /** Is at least the first and at most the second of these two. */
  readonly between?: readonly number[] | null;
  /** Is equal to this. */
  readonly eq?: number | null;
  /** Whether there is a value. */
  readonly exists?: boolean | null;
  /** Is at least this. */
  readonly ge?: number | null;
  /** Is greater than this, or later. */
  readonly gt?: number | null;
  /** Is one of these. */
  readonly in?: readonly number[] | null;
  /** Is at most this. */
  readonly le?: number | null;
  /** Is less than this, or earlier. */
  readonly lt?: number | null;
  /** Is not equal to this, or is not there. */
  readonly ne?: number | null;
  /** Is none of these. It is the negation of in, and so true for items without the field. */
  readonly notIn?: readonly number[] | null;
};

/** Which items the list holds; all conditions must hold. */
export type LambdaApigatewayFilter = {
  /** All of these hold. */
  readonly and?: readonly LambdaApigatewayFilter[] | null;
  /** When the item was created. */
  readonly createdAt?: DateTimeCondition | null;
  /** What the item holds. The old envelope shows the members of an object beside the id. */
  readonly data?: ExistsCondition | null;
  /** Names the item; made by the service (UUIDv7) when a create leaves it out. */
  readonly id?: IdCondition | null;
  /** This does not hold. */
  readonly not?: LambdaApigatewayFilter | null;
  /** At least one of these holds. */
  readonly or?: readonly LambdaApigatewayFilter[] | null;
  /** When the item was last written. */
  readonly updatedAt?: DateTimeCondition | null;
  /** Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL. */
  readonly version?: IntegerCondition | null;
};

/** A condition on a value of the kind id. */
export type IdCondition = {
  /** Begins with this text. */
  readonly beginsWith?: string | null;
  /** Is at least the first and at most the second of these two. */
  readonly between?: readonly string[] | null;
  /** Contains this: a text a part of it, a list an element. */
  readonly contains?: string | null;
  /** Ends with this text. It is checked by the gateway on each item that was read, because DynamoDB has nothing like it. */
  readonly endsWith?: string | null;
  /** Is equal to this. */
  readonly eq?: string | null;
  /** Whether there is a value. */
  readonly exists?: boolean | null;
  /** Is at least this. */
  readonly ge?: string | null;
  /** Is greater than this, or later. */
  readonly gt?: string | null;
  /** Is one of these. */
  readonly in?: readonly string[] | null;
  /** Is at most this. */
  readonly le?: string | null;
  /** Is less than this, or earlier. */
  readonly lt?: string | null;
  /** Is not equal to this, or is not there. */
  readonly ne?: string | null;
  /** Is none of these. It is the negation of in, and so true for items without the field. */
  readonly notIn?: readonly string[] | null;
};

/** Which items the list holds; all conditions must hold. */
export type OrderFilter = {
  /** Where it goes. */
  readonly address?: TextCondition | null;
  /** All of these hold. */
  readonly and?: readonly OrderFilter[] | null;
  /** Card last4. */
  readonly cardLast4?: TextCondition | null;
  /** When the item was created. */
  readonly createdAt?: DateTimeCondition | null;
  /** Email. */
  readonly email?: TextCondition | null;
  /** First name. */
  readonly firstName?: TextCondition | null;
  /** What was bought, with the prices paid. */
  readonly items?: ExistsCondition | null;
  /** Last name. */
  readonly lastName?: TextCondition | null;
  /** This does not hold. */
  readonly not?: OrderFilter | null;
  /** At least one of these holds. */
  readonly or?: readonly OrderFilter[] | null;
  /** When the checkout was accepted. */
  readonly orderDate?: DateTimeCondition | null;
  /** Made by the checkout from the user, the key and the basket. */
  readonly orderId?: TextCondition | null;
  /** The number of the way to pay. */
  readonly paymentMethod?: IntegerCondition | null;
  /** How far it has come. */
  readonly status?: OrderStatusCondition | null;
  /** The sum of price × quantity. */
  readonly totalPrice?: MoneyCondition | null;
  /** When the item was last written. */
  readonly updatedAt?: DateTimeCondition | null;
  /** Who bought it. */
  readonly userName?: TextCondition | null;
  /** Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL. */
  readonly version?: IntegerCondition | null;
};

/** A condition on a value of the kind enumeration. */
export type OrderStatusCondition = {
  /** Is equal to this. */
  readonly eq?: "CANCELLED" | "DELIVERED" | "PAID" | "PENDING" | "PLACED" | "SHIPPED" | null;
  /** Whether there is a value. */
  readonly exists?: boolean | null;
  /** Is one of these. */
  readonly in?: readonly ("CANCELLED" | "DELIVERED" | "PAID" | "PENDING" | "PLACED" | "SHIPPED")[] | null;
  /** Is not equal to this, or is not there. */
  readonly ne?: "CANCELLED" | "DELIVERED" | "PAID" | "PENDING" | "PLACED" | "SHIPPED" | null;
  /** Is none of these. It is the negation of in, and so true for items without the field. */
  readonly notIn?: readonly ("CANCELLED" | "DELIVERED" | "PAID" | "PENDING" | "PLACED" | "SHIPPED")[] | null;
};

/** A condition on a value of the kind money. */
export type MoneyCondition = {
  /** Is at least the first and at most the second of these two. */
  readonly between?: readonly number[] | null;
  /** Is equal to this. */
  readonly eq?: number | null;
  /** Whether there is a value. */
  readonly exists?: boolean | null;
  /** Is at least this. */
  readonly ge?: number | null;
  /** Is greater than this, or later. */
  readonly gt?: number | null;
  /** Is one of these. */
  readonly in?: readonly number[] | null;
  /** Is at most this. */
  readonly le?: number | null;
  /** Is less than this, or earlier. */
  readonly lt?: number | null;
  /** Is not equal to this, or is not there. */
  readonly ne?: number | null;
  /** Is none of these. It is the negation of in, and so true for items without the field. */
  readonly notIn?: readonly number[] | null;
};

/** Which items the list holds; all conditions must hold. */
export type ProductFilter = {
  /** All of these hold. */
  readonly and?: readonly ProductFilter[] | null;
  /** Brand. */
  readonly brand?: TextCondition | null;
  /** The shelf on which the product stands. */
  readonly category?: TextCondition | null;
  /** When the item was created. */
  readonly createdAt?: DateTimeCondition | null;
  /** A few sentences for the product page. */
  readonly description?: TextCondition | null;
  /** Names the item; made by the service (UUIDv7) when a create leaves it out. */
  readonly id?: IdCondition | null;
  /** Name or address of the large picture. */
  readonly imageFile?: TextCondition | null;
  /** This does not hold. */
  readonly not?: ProductFilter | null;
  /** At least one of these holds. */
  readonly or?: readonly ProductFilter[] | null;
  /** The price of one piece. */
  readonly price?: MoneyCondition | null;
  /** The mean of the customers’ stars. */
  readonly rating?: FloatCondition | null;
  /** The number on the shelf label. */
  readonly sku?: TextCondition | null;
  /** Pieces in store; left out when stock is not tracked. */
  readonly stock?: IntegerCondition | null;
  /** Words to find the product by. */
  readonly tags?: TextListCondition | null;
  /** Name or address of the small picture. */
  readonly thumbnail?: TextCondition | null;
  /** Shown in lists and on the product page. */
  readonly title?: TextCondition | null;
  /** When the item was last written. */
  readonly updatedAt?: DateTimeCondition | null;
  /** Counts the writes to this item, 0 for one that another program has made; the ETag in REST, `expectedVersion` in GraphQL. */
  readonly version?: IntegerCondition | null;
};

/** A condition on a value of the kind float. */
export type FloatCondition = {
  /** Is at least the first and at most the second of these two. */
  readonly between?: readonly number[] | null;
  /** Is equal to this. */
  readonly eq?: number | null;
  /** Whether there is a value. */
  readonly exists?: boolean | null;
  /** Is at least this. */
  readonly ge?: number | null;
  /** Is greater than this, or later. */
  readonly gt?: number | null;
  /** Is one of these. */
  readonly in?: readonly number[] | null;
  /** Is at most this. */
  readonly le?: number | null;
  /** Is less than this, or earlier. */
  readonly lt?: number | null;
  /** Is not equal to this, or is not there. */
  readonly ne?: number | null;
  /** Is none of these. It is the negation of in, and so true for items without the field. */
  readonly notIn?: readonly number[] | null;
};

/** A condition on a value of the kind list. */
export type TextListCondition = {
  /** Contains this: a text a part of it, a list an element. */
  readonly contains?: string | null;
  /** Whether there is a value. */
  readonly exists?: boolean | null;
};
