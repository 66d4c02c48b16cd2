// Calls a sandbox with the original, wechatpay-axios-plugin, and prints a line for each call that passed.
// Arguments: the folder of the package, a file with {config, notification: {headers, body}, png}.
'use strict';

const { createHash } = require('crypto');
const { readFileSync } = require('fs');
const { deepStrictEqual } = require('assert');

const [folder, file] = process.argv.slice(2);
const { Aes, Formatter, Multipart, Rsa, Wechatpay } = require(folder);
const { config, notification, png } = JSON.parse(readFileSync(file, 'utf8'));

const wxpay = new Wechatpay(config);
const [platformSerial, platformKey] = Object.entries(config.certs)
  .find(([id]) => id.startsWith('PUB_KEY_ID_'));
const { mchid } = config;
const appid = 'wxd678efh567hg6787';
const notify_url = 'https://example.com/wxpay/notify';

async function check(name, expected, call) {
  deepStrictEqual(await call(), expected, name);
  console.log(`passed: ${name}`);
}

const order = (out_trade_no) => ({
  appid, mchid, description: 'Image形象店-深圳腾大-QQ公仔', out_trade_no, notify_url, amount: { total: 100, currency: 'CNY' },
});

const order2 = (out_trade_no) => ({
  appid, mch_id: mchid, body: 'QQ公仔', out_trade_no, total_fee: '100', spbill_create_ip: '127.0.0.1', nonce_str: Formatter.nonce(),
});

const state = (out_trade_no) => wxpay.v3.pay.transactions.outTradeNo.$out_trade_no$
  .get({ params: { mchid }, out_trade_no }).then(({ data }) => data.trade_state);

async function orders() {
  await check('certificates', true, () => wxpay.v3.certificates.get().then(({ data }) => data.data.length > 0));
  await check('native order', true, () => wxpay.v3.pay.transactions.native.post(order('node0001'))
    .then(({ data }) => data.code_url.startsWith('weixin:')));
  await check('query', 'NOTPAY', () => state('node0001'));
  await check('close', 204, () => wxpay.v3.pay.transactions.outTradeNo.$out_trade_no$.close
    .post({ mchid }, { out_trade_no: 'node0001' }).then(({ status }) => status));
  await check('query of the closed order', 'CLOSED', () => state('node0001'));
  await check('jsapi order', true, () => wxpay.v3.pay.transactions.jsapi
    .post({ ...order('node0002'), payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' } })
    .then(({ data }) => data.prepay_id.startsWith('wx')));
}

async function refunds() {
  let transaction_id;
  await check('code payment', 'SUCCESS', () => wxpay.v3.pay.transactions.codepay
    .post({
      ...order('node0003'), notify_url: undefined, payer: { auth_code: '130061098828009406' },
      scene_info: { device_ip: '127.0.0.1', store_info: { id: '1', out_id: '1' } },
    })
    .then(({ data }) => {
      transaction_id = data.transaction_id;
      return data.trade_state;
    }));
  await check('query by id', 'node0003', () => wxpay.v3.pay.transactions.id._transaction_id_
    .get({ params: { mchid }, transaction_id }).then(({ data }) => data.out_trade_no));
  await check('refund', 1, () => wxpay.v3.refund.domestic.refunds
    .post({ transaction_id, out_refund_no: 'node0003r', amount: { refund: 1, total: 100, currency: 'CNY' } })
    .then(({ data }) => data.amount.refund));
  await check('refund query', 'SUCCESS', () => wxpay.v3.refund.domestic.refunds._out_refund_no_
    .get({ out_refund_no: 'node0003r' }).then(({ data }) => data.status));
}

async function files() {
  const image = Buffer.from(png, 'base64');
  const meta = { filename: 'dot.png', sha256: createHash('sha256').update(image).digest('hex') };
  const form = new Multipart();
  form.append('meta', JSON.stringify(meta), 'meta.json').append('file', image, 'dot.png');
  await check('upload', true, () => wxpay.v3.merchant.media.upload.post(form.getBuffer(), { meta, headers: form.getHeaders() })
    .then(({ data }) => data.media_id.length > 0));

  const bill_date = new Date(Date.now() + 8 * 3600 * 1000).toISOString().slice(0, 10);
  let bill;
  await check('bill', 'SHA1', () => wxpay.v3.bill.tradebill.get({ params: { bill_date } })
    .then(({ data }) => {
      bill = data;
      return data.hash_type;
    }));
  const { searchParams } = new URL(bill.download_url);
  await check('download of the bill', bill.hash_value, () => wxpay.v3.billdownload.file
    .get({ params: Object.fromEntries(searchParams), responseType: 'arraybuffer' })
    .then(({ data }) => createHash('sha1').update(data).digest('hex')));
}

async function secrets() {
  await check('encrypted field', '1900000109', () => wxpay.v3.profitsharing.receivers.add
    .post({
      appid, type: 'MERCHANT_ID', account: '1900000109', relation_type: 'STORE',
      name: Rsa.encrypt('张三', Rsa.from(platformKey, Rsa.KEY_TYPE_PUBLIC)),
    }, { headers: { 'Wechatpay-Serial': platformSerial } })
    .then(({ data }) => data.account));
  await check('notification', 'TRANSACTION.SUCCESS node0003', () => {
    const { headers, body } = notification;
    const verified = Rsa.verify(
      Formatter.response(headers['Wechatpay-Timestamp'], headers['Wechatpay-Nonce'], body),
      headers['Wechatpay-Signature'],
      Rsa.from(config.certs[headers['Wechatpay-Serial']], Rsa.KEY_TYPE_PUBLIC),
    );
    const { event_type, resource: { ciphertext, nonce, associated_data } } = JSON.parse(body);
    const { out_trade_no } = JSON.parse(Aes.AesGcm.decrypt(ciphertext, config.apiV3Key, nonce, associated_data));
    return verified && `${event_type} ${out_trade_no}`;
  });
}

async function version2() {
  await check('APIv2 order', true, () => wxpay.v2.pay.unifiedorder
    .post({ ...order2('node0004'), notify_url, trade_type: 'NATIVE', product_id: '1' })
    .then(({ data }) => data.code_url.startsWith('weixin:')));
  const query = { appid, mch_id: mchid, out_trade_no: 'node0004', nonce_str: Formatter.nonce() };
  await check('APIv2 query', 'NOTPAY', () => wxpay.v2.pay.orderquery.post({ ...query }).then(({ data }) => data.trade_state));
  await check('APIv2 close', 'SUCCESS', () => wxpay.v2.pay.closeorder.post({ ...query }).then(({ data }) => data.result_code));
  await check('APIv2 code payment', 'node0005', () => wxpay.v2.pay.micropay
    .post({ ...order2('node0005'), auth_code: '120061098828009406' })
    .then(({ data }) => data.out_trade_no));
  await check('APIv2 refund with the certificate', '1', () => wxpay.v2.secapi.pay.refund
    .post({
      appid, mch_id: mchid, out_trade_no: 'node0005', out_refund_no: 'node0005r',
      total_fee: '100', refund_fee: '1', nonce_str: Formatter.nonce(),
    }, { security: true })
    .then(({ data }) => data.refund_fee));
}

(async () => {
  await orders();
  await refunds();
  await files();
  await secrets();
  await version2();
  console.log('all calls passed');
})().catch((e) => {
  console.log(e.response ? `${e}: ${e.response.status} ${JSON.stringify(e.response.data)}` : e);
  process.exitCode = 1;
});
