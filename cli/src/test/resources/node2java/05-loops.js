const numbers = ['no-1', 'no-2', 'no-3'];
for (const out_trade_no of numbers) {
  await wxpay.v3.pay.transactions.outTradeNo.$out_trade_no$.close.post({ mchid }, { out_trade_no });
}
for (let i = 0; i < 2; i++) {
  if (i === 1) continue;
  await wxpay.v3.combineTransactions.outTradeNo._combine_out_trade_no_.get({ combine_out_trade_no: 'c' + i });
}
const goods = numbers.map((no) => ({ goods_id: no }));
const list = [];
numbers.filter(one => one !== 'no-2').forEach((one) => list.push({ id: one, quantity: 2 }));
let total = 0;
let j = 3;
while (j > 0) {
  total += j * 100;
  j -= 1;
}
await wxpay.v3.test.loops.post({ goods, list, total, joined: numbers.join(','), half: total / 4, price: (0.1 + 0.2).toFixed(2) });
