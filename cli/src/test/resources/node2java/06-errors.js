const fail = (message) => {
  throw new Error(message);
};
const refund = async (out_refund_no, reason) => {
  if (!out_refund_no) {
    fail('no number');
  }
  return wxpay.v3.refund.domestic.refunds.post({
    out_trade_no: 'no-6', out_refund_no, reason: reason || 'none', amount: { refund: 1, total: 2, currency: 'CNY' },
  });
};
refund('r-1')
  .then(({ data: { status, refund_id }, headers }) => {
    console.log(status, refund_id, headers['request-id']);
  })
  .catch(({ response: { status, statusText, data } }) => console.error(status, statusText, data.code))
  .finally(() => console.log('end'));
try {
  await refund('r-2', 'broken');
} catch (e) {
  console.error(e.response?.status ?? 0, e.message);
}
