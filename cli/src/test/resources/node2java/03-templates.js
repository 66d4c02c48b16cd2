const no = 'a' + 1;
wxpay.chain(`v3/pay/transactions/out-trade-no/${no}?mchid=${mchid}`).get();
wxpay.v3.pay.transactions.id[`{transaction_id}`].get({ params: { mchid: `${mchid}` }, transaction_id: `t-${no}-x` });
wxpay['v3/pay/transactions/native']['/'].post({ a: 'b\n"\\' });
wxpay.v3.ecommerce.applyments._out_request_no_.get({ out_request_no: '商户 12' });
