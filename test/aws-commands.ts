import { spawnSync } from 'node:child_process';
import { programOf } from './clouds/python';

// cspell:words botocore xform

// The commands of AWS in the documents, judged by the models that the AWS CLI itself makes its commands from.

/** The commands `aws …` of a text of the shell, each from its service on, on one line, without what is quoted. */
export function awsCommandsIn(text: string): readonly string[] {
  const lines = text
    .replaceAll(/^\s*#.*$/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .replaceAll(/"[^"]*"|'[^']*'/g, 'quoted');
  return [...lines.matchAll(/(?<![\w-])aws ([a-z][\w-]* [a-z][\w-]*[^|;)\n]*)/g)].map(([, command]) => command!.trim());
}

/**
 * What is wrong with some commands: no such service, operation, waiter or option. Python's botocore has the models.
 * https://docs.aws.amazon.com/botocore/latest/reference/loaders.html
 */
export function complaintsAbout(commands: readonly string[]): readonly string[] {
  const asked = commands.map((command) => {
    const [service, operation, ...words] = command.split(/\s+/);
    return { command, service, operation, next: words[0], options: words.filter((word) => word.startsWith('--')) };
  });
  const { status, stdout, stderr } = spawnSync(programOf('python3'), ['-c', program], {
    input: JSON.stringify(asked),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as string[];
}

const program = `
import json, sys
from botocore import xform_name
from botocore.session import Session
session = Session()
usual = {'--output', '--query', '--region', '--profile', '--no-cli-pager', '--cli-input-json', '--max-items'}
found = []
for asked in json.load(sys.stdin):
    def say(words): found.append(words + ': aws ' + asked['command'])
    if asked['service'] not in session.get_available_services():
        say('no such service'); continue
    model = session.get_service_model(asked['service'])
    names = {xform_name(name, '-'): name for name in model.operation_names}
    operation = names.get(asked['operation'])
    if asked['operation'] == 'wait':
        waiters = session.get_waiter_model(asked['service'])
        waiter = {xform_name(name, '-'): name for name in waiters.waiter_names}.get(asked['next'])
        operation = waiter and waiters.get_waiter(waiter).operation
    if not operation:
        say('no such command'); continue
    shape = model.operation_model(operation).input_shape
    options = set(usual)
    for name, member in (shape.members if shape else {}).items():
        options.add('--' + xform_name(name, '-'))
        if member.type_name == 'boolean': options.add('--no-' + xform_name(name, '-'))
    for option in asked['options']:
        if option.split('=')[0] not in options: say('no such option ' + option)
print(json.dumps(found))
`;
