wxpay.v2.pay.micropay.post({ appid: 'wx1', mch_id: '1900000109', nonce_str: Formatter.nonce(), body: '<b>', out_trade_no: 'no-9', total_fee: 1, auth_code: '120061098828009406', spbill_create_ip: '127.0.0.1' })
  .then(({ data: { transaction_id } }) => console.info(transaction_id))
  .catch(({ response: { data: { return_msg, err_code_des } } }) => console.error(return_msg, err_code_des));
await wxpay.v2.secapi.pay.refund.post({ mch_id: '1900000109', out_trade_no: 'no-9', sign_type: 'MD5' });
await wxpay.chain('v2/mmpaymkttransfers/sendredpack')({ mch_id: '1900000109', re_openid: 'o' });
