const chain = wxpay.v3.marketing.favor.stocks;
await chain.$stock_id$.start.post({ stock_creator_mchid: mchid }, { stock_id: '9856000' });
await chain._stock_id_.get({ stock_id: 9856000, params: { stock_creator_mchid: mchid, offset: 0, ids: ['a', 'b'] } });
await wxpay.v3.test.x.put({ a: 1 });
await wxpay.v3.test.x.patch([1, 2, 3]);
await wxpay.v3.test.x.delete();
await wxpay.v3.test.x.chain('delete').post();
await wxpay.v3.Test.OutTradeNo.post({ 3: 4, [`n-${mchid}`]: 'computed', 'quoted-name': true });
await wxpay.v3.test.raw.post(JSON.stringify({ a: 1, b: [true, null] }), { headers: { 'X-Trace': `t-${mchid}` } });
