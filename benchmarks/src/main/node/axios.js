// Runs the original, wechatpay-axios-plugin, as worker/Worker.java runs the clients of the JVM.
// Arguments: its node_modules folder, `slices` or `first` (call, as worker/FirstCall.java), and the
// file of settings.
'use strict';

const { readFileSync } = require('fs');
const { createInterface } = require('readline');
const { performance } = require('perf_hooks');

const [modules, mode, file] = process.argv.slice(2);
const { Wechatpay } = require(`${modules}/wechatpay-axios-plugin`);

const settings = Object.fromEntries(
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
);
const numbers = Array.from({ length: 16 }, (_, i) => `202601020000000010${10 + i}`);

const wxpay = new Wechatpay({
  mchid: settings.mchid,
  serial: settings.serial,
  privateKey: readFileSync(settings.privateKey),
  certs: { [settings.publicKeyId]: readFileSync(settings.publicKey) },
  baseURL: `${settings.url}/`,
});

async function createOrder(number) {
  const { data } = await wxpay.chain('v3/pay/transactions/native').post({
    appid: 'wxd678efh567hg6787',
    mchid: settings.mchid,
    description: 'Image形象店-深圳腾大-QQ公仔',
    out_trade_no: number,
    attach: 'store-0042/till-07',
    notify_url: 'https://shop.example.com/wxpay/notifications/orders',
    amount: { total: 100, currency: 'CNY' },
  });
  if (!data.code_url.startsWith('weixin://wxpay/bizpayurl')) {
    throw new Error(`code_url is '${data.code_url}'`);
  }
}

async function queryOrder(number) {
  const { data } = await wxpay.chain('v3/pay/transactions/out-trade-no/{out_trade_no}').get({
    params: { mchid: settings.mchid },
    out_trade_no: number,
  });
  if (data.trade_state !== 'SUCCESS') {
    throw new Error(`trade_state is '${data.trade_state}'`);
  }
}

async function caller(first, deadline, latencies) {
  let began = performance.now();
  for (let i = first; began < deadline; i++) {
    const number = numbers[Math.floor(i / 2) % numbers.length];
    await (i % 2 === 0 ? createOrder(number) : queryOrder(number));
    const ended = performance.now();
    latencies.push(ended - began);
    began = ended;
  }
}

async function slice(callers, millis) {
  const latencies = [];
  const before = process.resourceUsage();
  const began = performance.now();
  await Promise.all(
    Array.from({ length: callers }, (_, i) => caller(i, began + millis, latencies)),
  );
  const wall = performance.now() - began;
  const after = process.resourceUsage();
  latencies.sort((a, b) => a - b);
  const percentile = (share) => latencies[Math.ceil(share * latencies.length) - 1];
  return [
    latencies.length,
    wall * 1000,
    after.userCPUTime + after.systemCPUTime - before.userCPUTime - before.systemCPUTime,
    -1,
    after.voluntaryContextSwitches - before.voluntaryContextSwitches,
    percentile(0.5) * 1000,
    percentile(0.99) * 1000,
  ].map(Math.round);
}

async function first() {
  const began = performance.now();
  await createOrder(numbers[0]);
  console.log(`@ ${Math.round((performance.now() - began) * 1000)}`);
  process.stdin.on('end', () => process.exit(0)).resume();
}

async function main() {
  console.log('@ ready');
  for await (const line of createInterface({ input: process.stdin })) {
    const [callers, millis] = line.split(' ').map(Number);
    console.log(`@ ${(await slice(callers, millis)).join(' ')}`);
  }
  process.exit(0);
}

if (mode === 'first') {
  first();
} else {
  main();
}
