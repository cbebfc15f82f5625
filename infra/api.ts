import { Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  CfnAccount,
  CfnBasePathMapping,
  CfnClientCertificate,
  CfnDeployment,
  CfnDomainName,
  CfnRestApi,
  CfnStage,
} from 'aws-cdk-lib/aws-apigateway';
import {
  CfnApi,
  CfnApiMapping,
  CfnDomainName as CfnHttpDomainName,
  CfnStage as CfnHttpStage,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import type { Alias } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { createHash } from 'node:crypto';
import type { NamedDocument } from '../services/documents';
import type { Operation } from '../services/operation';
import { allow } from './access';
import { httpDocument, restDocument } from './api-document';
import type { Configuration } from './configuration';
import { routesOf } from '../services/routes';
import type { Route } from '../services/routes';
import type { SignInResources } from './sign-in';

export interface ApiOptions {
  readonly configuration: Configuration;
  readonly operations: readonly Operation[];
  readonly documents: readonly NamedDocument[];
  /** The gateway function. */
  readonly target: Alias;
  readonly signIn: SignInResources;
  readonly accessLog: LogGroup;
}

/** What the access log tells of each request. Paths hold names of users and queries anything, so neither is in it. */
const accessLogFormat = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTime',
  method: '$context.httpMethod',
  route: '$context.resourcePath',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  functionMilliseconds: '$context.integrationLatency',
  bytes: '$context.responseLength',
  error: '$context.error.responseType',
  tokenError: '$context.authorizer.error',
  trace: '$context.xrayTraceId',
});
const httpAccessLogFormat = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTime',
  method: '$context.httpMethod',
  route: '$context.routeKey',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  functionMilliseconds: '$context.integrationLatency',
  bytes: '$context.responseLength',
  error: '$context.error.responseType',
  tokenError: '$context.authorizer.error',
});

/**
 * A path as CloudFormation wants it in the settings of a method: a slash, then the path with each of its own as `~1`.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigateway-stage-methodsetting.html
 */
const settingPath = (path: string): string => (path === '/' ? path : `/${path.replaceAll('/', '~1')}`);

/** The door of the stage: routes, limits, tokens, the access log, and a name of its own if it has one. */
export class Api extends Construct {
  /** The address of the stage, without a slash at the end. */
  readonly url: string;
  readonly id: string;
  /** What a firewall is put in front of; an HTTP API has nothing of the kind. */
  readonly stageArn?: string;
  readonly isRest: boolean;
  readonly stageName: string;
  /** Where a record of the domain has to lead, when the stack writes none. */
  recordTarget?: string;

  constructor(scope: Construct, id: string, options: ApiOptions) {
    super(scope, id);
    const { configuration, operations, documents, signIn, target } = options;
    this.isRest = configuration.api === 'rest';
    // An HTTP API without a stage in its path: there the default stage is the natural one.
    this.stageName = this.isRest ? configuration.stage : '$default';
    const routes = routesOf({
      operations,
      documents,
      envelope: configuration.envelope.isOn,
      onlyGatewayVerifies: signIn.onlyGatewayVerifies,
    });
    const { partition, region, account, urlSuffix } = Stack.of(this);
    const document = {
      title: `${configuration.prefix}gateway`,
      routes,
      integrationUri: this.isRest
        ? `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${target.functionArn}/invocations`
        : target.functionArn,
      authorizer: this.isRest ? signIn.restAuthorizer : signIn.httpAuthorizer,
      timeoutInMillis: configuration.gateway.seconds * 1000,
      cors: { origins: configuration.corsOrigins, credentials: configuration.corsCredentials },
    };
    if (this.isRest) {
      const { api, stage } = this.#rest(restDocument(document), routes, options);
      this.id = api.ref;
      this.stageArn = `arn:${partition}:apigateway:${region}::/restapis/${api.ref}/stages/${stage.ref}`;
      this.url = `https://${api.ref}.execute-api.${region}.${urlSuffix}/${stage.ref}`;
      if (configuration.domain) this.url = this.#restDomain(configuration.domain, api, stage);
    } else {
      const { api, stage } = this.#http(httpDocument(document), routes, options);
      this.id = api.ref;
      this.url = `https://${api.ref}.execute-api.${region}.${urlSuffix}`;
      if (configuration.domain) this.url = this.#httpDomain(configuration.domain, api, stage);
    }
    new CfnPermission(this, 'MayCallFunction', {
      action: 'lambda:InvokeFunction',
      principal: 'apigateway.amazonaws.com',
      functionName: target.functionArn,
      // Every method and path of this stage, and of no other API.
      sourceArn: `arn:${partition}:execute-api:${region}:${account}:${this.id}/${this.stageName}/*`,
    });
  }

  #rest(body: object, routes: readonly Route[], { configuration, accessLog }: ApiOptions) {
    // What a deployment copies.
    const copied = { body, disableExecuteApiEndpoint: configuration.domain !== undefined };
    const api = new CfnRestApi(this, 'Rest', {
      name: `${configuration.prefix}gateway`,
      failOnWarnings: true,
      endpointConfiguration: { types: ['REGIONAL'] },
      ...copied,
    });
    // A stage shows a deployment, which is a copy of the API: another body must make another one, and so must an address
    // that is turned off.
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html
    const version = createHash('sha256')
      .update(JSON.stringify(Stack.of(this).resolve(copied)))
      .digest('hex')
      .slice(0, 12);
    const deployment = new CfnDeployment(this, `Deployment${version}`, { restApiId: api.ref });
    const setting = (path: string, method: string, rate: Route['rate']): CfnStage.MethodSettingProperty => ({
      resourcePath: path,
      httpMethod: method,
      throttlingRateLimit: configuration.rates[rate].perSecond,
      throttlingBurstLimit: configuration.rates[rate].burst,
      // Only what goes wrong: the access log has the rest, without bodies and headers.
      loggingLevel: 'ERROR',
      dataTraceEnabled: false,
    });
    const stage = new CfnStage(this, 'Stage', {
      restApiId: api.ref,
      deploymentId: deployment.ref,
      stageName: configuration.stage,
      tracingEnabled: true,
      accessLogSetting: { destinationArn: accessLog.logGroupArn, format: accessLogFormat },
      clientCertificateId: new CfnClientCertificate(this, 'ClientCertificate', {}).ref,
      methodSettings: [
        setting('/*', '*', 'all'),
        ...routes
          .filter(({ rate }) => rate !== 'all')
          .map(({ path, method, rate }) => setting(settingPath(path), method, rate)),
      ],
    });
    stage.addResourceDependency(this.#accountOfApiGateway());
    return { api, stage };
  }

  /** API Gateway writes logs with one role for the whole account and region, which must be set before. */
  #accountOfApiGateway(): CfnAccount {
    const statements = [
      // API Gateway refuses a role that could write fewer groups, and makes groups of its own.
      allow(
        'Logs',
        [
          'CreateLogGroup',
          'CreateLogStream',
          'DescribeLogGroups',
          'DescribeLogStreams',
          'PutLogEvents',
          'GetLogEvents',
          'FilterLogEvents',
        ].map((action) => `logs:${action}`),
        ['*'],
      ),
    ];
    const role = new Role(this, 'LogWriter', {
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
      description: 'API Gateway of this account and region writes its logs with it.',
    });
    const policy = new ManagedPolicy(this, 'LogWriterPolicy', { roles: [role], statements });
    const account = new CfnAccount(this, 'Account', { cloudWatchRoleArn: role.roleArn });
    account.node.addDependency(policy);
    // Other APIs of the account may use it by now.
    for (const resource of [role, policy, account]) resource.applyRemovalPolicy(RemovalPolicy.RETAIN);
    return account;
  }

  #http(body: object, routes: readonly Route[], { configuration, accessLog }: ApiOptions) {
    const api = new CfnApi(this, 'Http', {
      body,
      failOnWarnings: true,
      disableExecuteApiEndpoint: configuration.domain !== undefined,
    });
    const limits = (rate: Route['rate']): CfnHttpStage.RouteSettingsProperty => ({
      throttlingRateLimit: configuration.rates[rate].perSecond,
      throttlingBurstLimit: configuration.rates[rate].burst,
    });
    const stage = new CfnHttpStage(this, 'Stage', {
      apiId: api.ref,
      stageName: this.stageName,
      autoDeploy: true,
      accessLogSettings: { destinationArn: accessLog.logGroupArn, format: httpAccessLogFormat },
      defaultRouteSettings: limits('all'),
      routeSettings: Object.fromEntries(
        routes
          .filter(({ rate }) => rate !== 'all')
          .map(({ method, path, rate }) => [
            `${method} ${path}`,
            {
              ThrottlingRateLimit: limits(rate).throttlingRateLimit,
              ThrottlingBurstLimit: limits(rate).throttlingBurstLimit,
            },
          ]),
      ),
    });
    return { api, stage };
  }

  #restDomain(domain: NonNullable<Configuration['domain']>, api: CfnRestApi, stage: CfnStage): string {
    const name = new CfnDomainName(this, 'Domain', {
      domainName: domain.name,
      regionalCertificateArn: domain.certificateArn,
      endpointConfiguration: { types: ['REGIONAL'] },
      securityPolicy: 'TLS_1_2',
    });
    new CfnBasePathMapping(this, 'DomainMapping', { domainName: name.ref, restApiId: api.ref, stage: stage.ref });
    return this.#record(domain, name.attrRegionalDomainName, name.attrRegionalHostedZoneId);
  }

  #httpDomain(domain: NonNullable<Configuration['domain']>, api: CfnApi, stage: CfnHttpStage): string {
    const name = new CfnHttpDomainName(this, 'Domain', {
      domainName: domain.name,
      domainNameConfigurations: [
        { certificateArn: domain.certificateArn, endpointType: 'REGIONAL', securityPolicy: 'TLS_1_2' },
      ],
    });
    new CfnApiMapping(this, 'DomainMapping', { domainName: name.ref, apiId: api.ref, stage: stage.ref });
    return this.#record(domain, name.attrRegionalDomainName, name.attrRegionalHostedZoneId);
  }

  #record({ name, hostedZone }: NonNullable<Configuration['domain']>, dnsName: string, hostedZoneId: string): string {
    if (!hostedZone) this.recordTarget = dnsName;
    else {
      new CfnRecordSet(this, 'DomainRecord', {
        hostedZoneId: hostedZone.id,
        name,
        type: 'A',
        aliasTarget: { dnsName, hostedZoneId },
      });
    }
    return `https://${name}`;
  }

  /** The host of the URL, for who asks it from outside. */
  get host(): string {
    return Fn.select(2, Fn.split('/', this.url));
  }
}
