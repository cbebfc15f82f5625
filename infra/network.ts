import { Stack } from 'aws-cdk-lib';
import {
  FlowLogDestination,
  GatewayVpcEndpointAwsService,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { FunctionOptions as LambdaOptions } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { allow, createRole } from './access';
import type { Configuration } from './configuration';

/** A network without a way out: the functions reach DynamoDB through an endpoint, and nothing else. */
export class Network extends Construct {
  readonly placement: Pick<LambdaOptions, 'vpc' | 'vpcSubnets' | 'securityGroups'>;
  /** Lambda puts network interfaces into the network with the role of the function. None of these knows a resource. */
  readonly statements = [
    allow(
      'Network',
      [
        'ec2:CreateNetworkInterface',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSubnets',
        'ec2:DeleteNetworkInterface',
        'ec2:AssignPrivateIpAddresses',
        'ec2:UnassignPrivateIpAddresses',
      ],
      ['*'],
    ),
  ];

  constructor(scope: Construct, id: string, { configuration, log }: { configuration: Configuration; log: LogGroup }) {
    super(scope, id);
    const { partition, region, account } = Stack.of(this);
    const flowLogRole = createRole(this, 'FlowLog', {
      service: 'vpc-flow-logs.amazonaws.com',
      description: 'Writes down who talked to whom in the network.',
      statements: [
        allow('Log', ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'], [log.logGroupArn]),
      ],
    });
    const vpc = new Vpc(this, 'Vpc', {
      maxAzs: 2,
      // A NAT gateway costs 33 USD a month and would let out what should stay in.
      natGateways: 0,
      subnetConfiguration: [{ name: 'functions', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
      flowLogs: { all: { destination: FlowLogDestination.toCloudWatchLogs(log, flowLogRole) } },
    });
    const endpoint = vpc.addGatewayEndpoint('DynamoDB', { service: GatewayVpcEndpointAwsService.DYNAMODB });
    endpoint.addToPolicy(
      new PolicyStatement({
        principals: [new AnyPrincipal()],
        actions: ['dynamodb:*'],
        resources: [`arn:${partition}:dynamodb:${region}:${account}:table/${configuration.prefix}*`],
      }),
    );
    const securityGroup = new SecurityGroup(this, 'Functions', {
      vpc,
      description: 'The functions call out by TLS; nobody calls in.',
      allowAllOutbound: false,
    });
    securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'DynamoDB, by its endpoint');
    this.placement = { vpc, vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED }, securityGroups: [securityGroup] };
  }
}
