await wxpay.client.v3.post('/v3/pay/transactions/native', { mchid, out_trade_no: 'no-12' });
const { data } = await wxpay.client.v3.get(`/v3/pay/transactions/id/${id}`, { params: { mchid } });
await wxpay.client.v2.post('/pay/unifiedorder', { mch_id: '1900000109', body: 'x' });
await wxpay.client.v3.delete('v3/test/x', { headers: { 'X-A': 'b' } });
await wxpay.client.v3.request({ method: 'PATCH', url: '/v3/test/y', data: { a: [1, 2.5, true, [null]] } });
await wxpay.client.request('v3/test/{z}', 'PUT', { b: 1 }, { z: '1' });
const { v3 } = wxpay.client;
v3.get('/v3/certificates').then(({ data }) => console.log(data));
