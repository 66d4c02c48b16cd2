// Runs programs, and prints what they print: a JSON array of sources comes in, one of texts goes out,
// with null for a program that this Node.js is too old for.
'use strict';

const { format } = require('util');

const Async = (async () => {}).constructor;
let lines = '';
const print = (...values) => { lines += `${format(...values)}\n`; };
const console_ = { log: print, info: print, debug: print, error() {}, warn() {} };

(async () => {
  const outputs = [];
  for (const source of JSON.parse(require('fs').readFileSync(0, 'utf8'))) {
    lines = '';
    try {
      await new Async('console', 'require', source)(console_, require);
      await new Promise((resolve) => { setImmediate(resolve); });
      outputs.push(lines);
    } catch (e) {
      outputs.push(null);
    }
  }
  process.stdout.write(JSON.stringify(outputs));
})();
