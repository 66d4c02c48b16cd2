const appId = 'wx1';
const { data: { prepay_id } } = await wxpay.v3.pay.transactions.jsapi.post({ appid: appId, mchid });
const params = {
  appId,
  timeStamp: `${1700000000}`,
  nonceStr: 'nonce',
  package: `prepay_id=${prepay_id || 'none'}`,
  signType: 'RSA',
};
params.paySign = Rsa.sign(Formatter.joinedByLineFeed(params.appId, params.timeStamp, params.nonceStr, params.package), privateKey);
await wxpay.v3.test.front.post(params);
