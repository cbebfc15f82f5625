#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { create } from './command';
import { readFiles } from './write';

// The program behind `npm create tandem`. In the package it lies beside the templates and the package.json.

const { version } = JSON.parse(readFileSync(join(__dirname, 'package.json'), 'utf8')) as { readonly version: string };

void create(process.argv.slice(2), {
  folder: process.cwd(),
  input: process.stdin,
  output: process.stdout,
  complaints: process.stderr,
  version,
  templateOf: (name) => readFiles(join(__dirname, 'templates', name)),
}).then((code) => {
  process.exitCode = code;
});
