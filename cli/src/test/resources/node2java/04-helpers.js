const { Wechatpay, Rsa, Hash, Formatter, Aes: { AesGcm, AesEcb, AesCbc }, Transformer } = require('wechatpay-axios-plugin');
const key = 'apiv3_secret_key_of_32_bytes_ok!';
const cipher = AesGcm.encrypt('text', key, 'abcdefghijkl', 'aad');
const plain = AesGcm.decrypt(cipher, key, 'abcdefghijkl', 'aad');
const xml = Transformer.toXml({ a: '1', b: '<x>' });
const back = Transformer.toObject(xml);
const sign = Hash.sign('MD5', { b: '2', a: '1' }, key);
const sorted = Formatter.queryStringLike(Formatter.ksort({ b: 1, a: 2 }));
await wxpay.v3.test.helpers.post({
  plain,
  xml,
  b: back.b,
  sign,
  sorted,
  normal: Wechatpay.normalize('outTradeNo'),
  sha: Hash.sha256('x'),
  md5: Hash.md5('x', key),
  hmac: Hash.hmac('x', key),
  equal: Hash.equals('a', 'a'),
  lines: Formatter.joinedByLineFeed('a', 1, 'b'),
  request: Formatter.request('GET', '/v3/x', 1700000000, 'nonce'),
  ecb: AesEcb.decrypt(AesEcb.encrypt('e', key), key),
  cbc: AesCbc.encrypt('c', key.slice(0, 16), '0123456789012345'),
  signed: Rsa.sign('message', privateKey),
});
