const stateOf = async (out_trade_no) => {
  const { data: { trade_state } } = await wxpay.v3.pay.transactions.outTradeNo._out_trade_no_.get({ params: { mchid }, out_trade_no });
  switch (trade_state) {
    case 'SUCCESS':
    case 'REFUND':
      return 'paid';
    case 'CLOSED':
      return 'closed';
    default:
      return trade_state === undefined ? 'unknown' : trade_state;
  }
};
const state = await stateOf('no-14');
const text = state === 'paid' && mchid ? 'yes' : 'no';
await wxpay.v3.test.state.post({ state, text, upper: state.toUpperCase(), long: state.length > 3 });
