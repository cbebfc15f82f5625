/** What the name of a gateway looks like: it stands before the names of everything that is deployed. */
export const gatewayNamePattern = /^[a-z][a-z0-9-]{0,30}[a-z0-9]$/;
