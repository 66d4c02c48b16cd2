// Runs programs with the original, and prints the requests that they would send: a JSON array of
// {name, source, names, values, form} comes in, an array of {requests, error} goes out.
'use strict';

const { createRequire } = require('module');
const { join } = require('path');
const { Writable } = require('stream');

const original = createRequire(join(process.cwd(), 'x.js'));
const plugin = original('wechatpay-axios-plugin');
const axios = original('axios');
const { Wechatpay, Rsa, Aes, Hash, Formatter, Transformer, Multipart } = plugin;

const input = JSON.parse(require('fs').readFileSync(0, 'utf8'));
let requests = [];

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (e) {
    return text;
  }
}

// A form as bytes, whether its parts are buffers or streams.
function written(form) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    const target = new Writable({
      write(chunk, encoding, done) { chunks.push(Buffer.from(chunk)); done(); },
      final(done) { done(); resolve(Buffer.concat(chunks)); },
    });
    target.on('error', reject);
    form.pipe(target);
  });
}

// The adapter comes after signing and serialising, in the place of the network.
function adapted(instance, version) {
  instance.defaults.adapter = async (config) => {
    const url = new URL(axios.getUri({ ...config, url: new URL(config.url, config.baseURL).href, baseURL: undefined }));
    const headers = {};
    Object.entries({ ...config.headers }).forEach(([name, value]) => { headers[name.toLowerCase()] = value; });
    const request = { method: config.method.toUpperCase(), target: url.pathname + url.search, headers, body: '', form: '' };
    requests.push(request);
    if (typeof config.data === 'string') {
      request.body = config.data;
    } else if (config.data) {
      request.form = (await written(config.data)).toString('base64');
    }
    const bill = url.pathname.includes('billdownload');
    const data = bill ? Buffer.from(input.bill, 'base64') : version === 2 ? '<xml><return_code>SUCCESS</return_code></xml>' : input.response;
    return { data, status: 200, statusText: 'OK', headers: {}, config, request: {} };
  };
  instance.defaults.transformResponse = [(data) => (Buffer.isBuffer(data) ? data : version === 2 ? Transformer.toObject(data) : parsed(data))];
}

function client(mchid) {
  const wxpay = new Wechatpay({ ...input.config, mchid, certs: { ...input.config.certs } });
  adapted(wxpay.client.v3, 3);
  adapted(wxpay.client.v2, 2);
  return wxpay;
}

function Stubbed({ mchid }) {
  return client(mchid);
}
Stubbed.normalize = Wechatpay.normalize;

const exported = { ...plugin, Wechatpay: Stubbed, default: Stubbed, Rsa, Aes, Hash, Formatter, Transformer, Multipart, FormData: Multipart };
const files = { ...require('fs') };
['readFileSync', 'createReadStream'].forEach((name) => {
  files[name] = (path, ...more) => require('fs')[name](join(input.folder, path), ...more);
});
const required = (name) => (name === 'wechatpay-axios-plugin' ? exported : /fs$/.test(name) ? files : require(name));

const Async = (async () => {}).constructor;
const quiet = { log() {}, info() {}, error() {}, warn() {} };

// Statements that import are rewritten to require, since a function has no imports.
function plain(source) {
  return source
    .replace(/^import (\w+), (\{[^}]*\}) from ('[^']*');/gm, 'const $1 = require($3).default; const $2 = require($3);')
    .replace(/^import (\{[^}]*\}) from ('[^']*');/gm, 'const $1 = require($2);')
    .replace(/^export /gm, '');
}

(async () => {
  const results = [];
  for (const { source, names, values } of input.programs) {
    requests = [];
    const given = { require: required, console: quiet, Buffer, process };
    if (!/require\('wechatpay|from 'wechatpay/.test(source)) {
      Object.assign(given, { Wechatpay: Stubbed, Rsa, Aes, Hash, Formatter, Transformer, Multipart });
      Object.assign(given, { readFileSync: files.readFileSync, createReadStream: files.createReadStream });
    }
    names.forEach((name, i) => { given[name] = values[i]; });
    if (names.includes('wxpay')) {
      given.wxpay = client(input.config.mchid);
    }
    if (names.includes('form')) {
      given.form = new Multipart();
      given.form.append('meta', '{"filename":"a"}').append('file', Buffer.from('x'), 'a.png');
    }
    let error = '';
    try {
      const run = new Async(...Object.keys(given), plain(source));
      await run(...Object.values(given));
      for (let i = 0; i < 20; i += 1) {
        await new Promise((resolve) => { setImmediate(resolve); });
      }
    } catch (e) {
      error = String(e && e.stack);
    }
    results.push({ requests, error });
  }
  process.stdout.write(JSON.stringify(results));
})();
