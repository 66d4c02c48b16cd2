const prices = { tea: '19.90', cup: 4.5 };

function line(name, count = 1) {
  return { name, count, total: Math.round(prices[name] * 100) * count };
}

function withNotify(order, path = '/notify') {
  order.notify_url = `https://shop.example${path}`;
  order.attach = order.attach || 'none';
  return order;
}

const lines = [line('tea', 2), line('cup'), line('cup', undefined)];
let total = 0;
lines.forEach((one, index) => {
  total += one.total;
  console.info(index, one.name);
});

const order = withNotify({ mchid: '1900000109', out_trade_no: 'shop-0001', amount: { total, currency: 'CNY' } });
const { data } = await wxpay.v3.pay.transactions.native.post(order);
console.info(data.code_url);

const details = lines.map(({ name, count, total: price }, i) => ({
  merchant_goods_id: `${name}-${i}`, quantity: count, unit_price: price / count,
}));
await wxpay.v3.pay.transactions.jsapi.post({ ...withNotify(order, '/jsapi'), detail: { goods_detail: details } });

for (const [i, share] of [[0, 30], [1, 70]]) {
  await wxpay.chain('v3/profitsharing/orders').post({ out_order_no: `s-${i}`, receivers: [{ amount: total * share / 100 }] });
}

const state = (await wxpay.v3.pay.transactions.outTradeNo['{no}'].get({ params: { mchid: '1900000109' }, no: 'shop-0001' })).data.trade_state;
if (state === 'SUCCESS' && total > 1e3) {
  await wxpay.v3.refund.domestic.refunds.post({
    out_trade_no: 'shop-0001', out_refund_no: 'r-0001', reason: lines.length > 2 ? 'many' : 'few',
    amount: { refund: total - 1, total, currency: 'CNY' },
  });
}

const a = (await wxpay.v3.pay.transactions.native.post({
  appid: 'wx1', mchid: '1900000109', description: 'a -> r.', out_trade_no: 'shop-0002', notify_url: 'https://shop.example/', amount: { total: 1 },
})).data;
const b = await wxpay.v3.pay.transactions.native.post({
  appid: 'wx1', mchid: '1900000109', description: a.code_url, out_trade_no: 'shop-0003', notify_url: 'https://shop.example/', amount: { total: 2 },
});
console.info(a.code_url, b.status);
