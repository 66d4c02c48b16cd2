const base = { appid: 'wx1', mchid, notify_url: 'https://a.example/n' };
const order = {
  ...base,
  description: 'Image形象店',
  out_trade_no: 'no-2',
  amount: { total: 1, currency: 'CNY', },
  attach: null,
  detail: undefined,
};
order.time_expire = '2030-06-08T10:34:56+08:00';
await wxpay.v3.pay.transactions.jsapi.post({ ...order, payer: { openid } });
