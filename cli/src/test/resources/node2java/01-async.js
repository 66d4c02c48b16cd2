'use strict';
const { Wechatpay } = require('wechatpay-axios-plugin');
const { readFileSync } = require('fs');

const merchantPrivateKeyFilePath = 'apiclient_key.pem';
const wxpay = new Wechatpay({
  mchid: '1900000109',
  serial: '3775B6A45ACD588826D15E583A95F5DD4C8E2A17',
  privateKey: readFileSync(merchantPrivateKeyFilePath),
  certs: { '7132D72A03E93CDDF8C03BBD1F37EEDF5A9C0E42': readFileSync('platform_cert.pem') },
  secret: process.env.WXPAY_SECRET,
});

// Creates an order and returns its QR code.
async function nativeOrder(outTradeNo, total, description = 'tea') {
  const { data: { code_url } } = await wxpay.v3.pay.transactions.native.post({
    appid: 'wxd678efh567hg6787',
    mchid: '1900000109',
    description,
    out_trade_no: outTradeNo,
    notify_url: 'https://shop.example/notify',
    amount: { total, currency: 'CNY' },
  });
  return code_url;
}

async function main() {
  try {
    const url = await nativeOrder(`no-${1217752501}`, 100);
    console.info('scan', url);
    const res = await wxpay.v3.pay.transactions.id['{transaction_id}'].get({
      params: { mchid: '1900000109' },
      transaction_id: '4200001',
    });
    if (res.status === 200 && res.data.trade_state !== 'SUCCESS') {
      console.log(res.data.trade_state_desc, res.data.amount.total);
    } else {
      console.log('paid');
    }
  } catch (e) {
    if (e.response) {
      console.error(e.response.status, e.response.data);
    } else {
      console.error(e.message);
    }
  } finally {
    console.log('done');
  }
}

main().catch(console.error);
