import { Aws, Fn } from 'aws-cdk-lib';
import {
  CfnManagedLoginBranding,
  CfnUserPool,
  CfnUserPoolClient,
  CfnUserPoolDomain,
  CfnUserPoolGroup,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { rolesIn } from '../schema/access';
import type { Operation } from '../services/operation';
import type { Configuration, SignIn } from './configuration';
import { removalOf } from './kept';

/** Whose users sign in, and to what. */
export interface SignInOptions {
  readonly configuration: Configuration;
  readonly operations: readonly Operation[];
  /** The pool cannot be deleted. */
  readonly isProtected: boolean;
}

/** Who signs in, in the terms of the function and of both kinds of API. */
export interface SignInResources {
  /** The variables that tell the function whose tokens it takes. */
  readonly environment: Readonly<Record<string, string>>;
  /** The security scheme of a REST API; none for an issuer that is not Cognito, where the function alone verifies. */
  readonly restAuthorizer?: object;
  readonly httpAuthorizer: object;
  /** The function cannot reach the issuer, and believes what API Gateway has verified. */
  readonly onlyGatewayVerifies: boolean;
  /** The pool that the stack made, and the client that apps sign in with. */
  readonly pool?: {
    readonly id: string;
    readonly clientId: string;
    /** Where the sign-in pages are, and with them the endpoints of OAuth; none without a callback address. */
    readonly signInUrl?: string;
  };
}

/**
 * Makes the user pool, or takes the issuer that is configured. A stage without either cannot be written down, and the
 * function itself refuses to be open when it is deployed.
 */
export function createSignIn(
  scope: Construct,
  { configuration, operations, isProtected }: SignInOptions,
): SignInResources {
  const { signIn, isInNetwork: onlyGatewayVerifies = false } = configuration;
  if (signIn.by === 'issuer') {
    const { issuer, audience, jwksUri, userNameClaim, roleClaim } = signIn;
    return {
      environment: onlyGatewayVerifies
        ? { AUTH: 'authorizer' }
        : {
            AUTH_ISSUER: issuer,
            AUTH_AUDIENCE: audience.join(','),
            ...(jwksUri && { AUTH_JWKS_URI: jwksUri }),
            ...(userNameClaim && { AUTH_USER_NAME_CLAIM: userNameClaim }),
            ...(roleClaim && { AUTH_ROLE_CLAIM: roleClaim }),
          },
      httpAuthorizer: jwtAuthorizer(issuer, audience),
      onlyGatewayVerifies,
    };
  }
  const users = new Users(scope, 'Users', {
    configuration,
    signIn,
    operations,
    isProtected,
  });
  const { attrProviderUrl: issuer, attrArn } = users.pool;
  const clientId = users.client.ref;
  return {
    environment: onlyGatewayVerifies
      ? { AUTH: 'authorizer' }
      : {
          AUTH_ISSUER: issuer,
          AUTH_AUDIENCE: clientId,
          // Saves the first token of a process one of two requests.
          AUTH_JWKS_URI: `${issuer}/.well-known/jwks.json`,
        },
    restAuthorizer: {
      type: 'apiKey',
      name: 'Authorization',
      in: 'header',
      'x-amazon-apigateway-authtype': 'cognito_user_pools',
      'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: [attrArn] },
    },
    httpAuthorizer: jwtAuthorizer(issuer, [clientId]),
    onlyGatewayVerifies,
    pool: { id: users.pool.ref, clientId, signInUrl: users.signInUrl },
  };
}

function jwtAuthorizer(issuer: string, audience: readonly string[]): object {
  return {
    type: 'oauth2',
    'x-amazon-apigateway-authorizer': {
      type: 'jwt',
      identitySource: '$request.header.Authorization',
      jwtConfiguration: { issuer, audience },
    },
  };
}

interface UsersOptions extends SignInOptions {
  readonly signIn: Extract<SignIn, { by: 'cognito' }>;
}

/**
 * The user pool: who signs in with a name and a password, a group for each role that an access rule names, and the pages
 * where people sign in.
 */
class Users extends Construct {
  readonly pool: CfnUserPool;
  readonly client: CfnUserPoolClient;
  readonly signInUrl?: string;

  constructor(scope: Construct, id: string, { configuration, signIn, operations, isProtected }: UsersOptions) {
    super(scope, id);
    const { prefix } = configuration;
    const { multiFactor, signUp, callbackUrls = [] } = signIn;
    const hasPages = callbackUrls.length > 0;
    this.pool = new CfnUserPool(this, 'Pool', {
      userPoolName: `${prefix}users`,
      // What a new pool gets, said, so that no account and no later default makes it another one, with another price.
      // https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html
      userPoolTier: 'ESSENTIALS',
      autoVerifiedAttributes: ['email'],
      // Left out, everybody who knows the client, which every page of a shop tells, could make users.
      adminCreateUserConfig: { allowAdminCreateUserOnly: signUp !== 'open' },
      // Baskets and orders belong to a name, and two names must not differ in case only.
      usernameConfiguration: { caseSensitive: false },
      schema: [{ name: 'email', attributeDataType: 'String', required: true, mutable: true }],
      policies: {
        passwordPolicy: {
          minimumLength: 12,
          requireLowercase: true,
          requireUppercase: true,
          requireNumbers: true,
          requireSymbols: true,
          temporaryPasswordValidityDays: 3,
        },
      },
      mfaConfiguration: multiFactor === 'required' ? 'ON' : 'OPTIONAL',
      enabledMfas: ['SOFTWARE_TOKEN_MFA'],
      accountRecoverySetting: { recoveryMechanisms: [{ name: 'verified_email', priority: 1 }] },
      userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdate: ['email'] },
      deletionProtection: isProtected ? 'ACTIVE' : 'INACTIVE',
    });
    this.pool.applyRemovalPolicy(removalOf(configuration));
    this.client = new CfnUserPoolClient(this, 'Client', {
      userPoolId: this.pool.ref,
      clientName: `${prefix}apps`,
      // SRP keeps the password on the device of the user; a browser can keep no secret, so there is none.
      // The third flow needs credentials of the account with the right to AdminInitiateAuth, and so serves machines and
      // first tries: nobody can try passwords with it who could not set them.
      explicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH'],
      generateSecret: false,
      ...(hasPages && {
        // The code and no token comes back in the address (RFC 9700, section 2.1.2). Cognito checks the proof key of each
        // request that has a challenge, and the SDK sends no other.
        allowedOAuthFlowsUserPoolClient: true,
        allowedOAuthFlows: ['code'],
        allowedOAuthScopes: ['openid', 'email'],
        callbackUrLs: [...callbackUrls],
        logoutUrLs: [...callbackUrls],
        supportedIdentityProviders: ['COGNITO'],
      }),
      preventUserExistenceErrors: 'ENABLED',
      enableTokenRevocation: true,
      idTokenValidity: 60,
      accessTokenValidity: 60,
      refreshTokenValidity: 30,
      tokenValidityUnits: { idToken: 'minutes', accessToken: 'minutes', refreshToken: 'days' },
    });
    if (hasPages) this.signInUrl = this.#pages(prefix);
    const roles = new Set(operations.flatMap(({ access }) => (access ? rolesIn(access) : [])));
    for (const role of roles) {
      new CfnUserPoolGroup(this, `Role-${role}`, {
        userPoolId: this.pool.ref,
        groupName: role,
        description: `Whose tokens have the role ${role}.`,
      });
    }
  }
  /** The pages of managed login under a name of Amazon. Gives their address. */
  #pages(prefix: string): string {
    const domain = new CfnUserPoolDomain(this, 'Domain', {
      userPoolId: this.pool.ref,
      // One of the region has each name, whoever it is; a part of the stack's id makes it ours, also the next time when a
      // first deployment has failed.
      domain: Fn.join('', [signInName(prefix), Fn.select(0, Fn.split('-', Fn.select(2, Fn.split('/', Aws.STACK_ID))))]),
      managedLoginVersion: 2,
    });
    // Without a style, be it the usual one, managed login has no page to show for the client.
    // https://docs.aws.amazon.com/cognito/latest/developerguide/managed-login-brandingdesigner.html
    new CfnManagedLoginBranding(this, 'Style', {
      userPoolId: this.pool.ref,
      clientId: this.client.ref,
      useCognitoProvidedValues: true,
    });
    return `https://${domain.ref}.auth.${Aws.REGION}.amazoncognito.com`;
  }
}

/**
 * What stands before the part of the id in the name of the sign-in pages. Cognito takes lower-case letters, digits and
 * hyphens, 63 in all, and no name with a word of its own in it.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html
 */
function signInName(prefix: string): string {
  return /^[a-z0-9][a-z0-9-]{0,54}$/.test(prefix) && !/aws|amazon|cognito/.test(prefix) ? prefix : 'sign-in-';
}
