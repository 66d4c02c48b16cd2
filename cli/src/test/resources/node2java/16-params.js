const sub = { sub_mchid: '1', 'a.b': '&=%', empty: '', zero: 0, no: false };
await wxpay.v3.test.query.get({ params: { ...sub, more: 'x' } });
const headers = { 'Accept-Language': 'zh-CN' };
await wxpay.v3.test.headers.post({}, { headers });
const config = { params: { a: 1 }, headers };
await wxpay.v3.test.config.get(config);
await wxpay.v3.test.empty.post();
