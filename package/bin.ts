#!/usr/bin/env node
import '../services/node-version.js';
import './register';
import { main } from './cli';

// The program `tandem`.
void main(process.argv.slice(2), process.cwd()).then((code) => (process.exitCode = code));
