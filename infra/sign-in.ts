import { CfnUserPool, CfnUserPoolClient, CfnUserPoolGroup } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { rolesIn } from '../schema/access';
import type { Operation } from '../services/operation';
import type { Configuration } from './configuration';
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
  readonly pool?: { readonly id: string; readonly clientId: string };
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
    multiFactor: signIn.multiFactor,
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
    pool: { id: users.pool.ref, clientId },
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
  readonly multiFactor: 'optional' | 'required';
}

/** The user pool: who signs in with a name and a password, and a group for each role that an access rule names. */
class Users extends Construct {
  readonly pool: CfnUserPool;
  readonly client: CfnUserPoolClient;

  constructor(scope: Construct, id: string, { configuration, multiFactor, operations, isProtected }: UsersOptions) {
    super(scope, id);
    const { prefix } = configuration;
    this.pool = new CfnUserPool(this, 'Pool', {
      userPoolName: `${prefix}users`,
      // What a new pool gets, said, so that no account and no later default makes it another one, with another price.
      // https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html
      userPoolTier: 'ESSENTIALS',
      autoVerifiedAttributes: ['email'],
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
      explicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      generateSecret: false,
      preventUserExistenceErrors: 'ENABLED',
      enableTokenRevocation: true,
      idTokenValidity: 60,
      accessTokenValidity: 60,
      refreshTokenValidity: 30,
      tokenValidityUnits: { idToken: 'minutes', accessToken: 'minutes', refreshToken: 'days' },
    });
    const roles = new Set(operations.flatMap(({ access }) => (access ? rolesIn(access) : [])));
    for (const role of roles) {
      new CfnUserPoolGroup(this, `Role-${role}`, {
        userPoolId: this.pool.ref,
        groupName: role,
        description: `Whose tokens have the role ${role}.`,
      });
    }
  }
}
