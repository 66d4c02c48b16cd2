// Does with the original what AxiosPluginTest asks for: a line with a JSON array of
// [operation, ...arguments] comes in, a line with the array of results goes out.
'use strict';

const { createInterface } = require('readline');
const { Aes, Formatter, Hash, Rsa, Transformer } = require('wechatpay-axios-plugin');

const keys = {};

const operations = {
  keys(privateKey, publicKey) {
    keys.private = Rsa.from(privateKey, Rsa.KEY_TYPE_PRIVATE);
    keys.public = Rsa.from(publicKey, Rsa.KEY_TYPE_PUBLIC);
    return true;
  },
  signature: (text, signature) => [
    Rsa.sign(text, keys.private),
    Rsa.verify(text, signature, keys.public),
    Rsa.verify(`${text} `, signature, keys.public),
  ],
  oaep: (text, ciphertext) => [
    Rsa.encrypt(text, keys.public),
    Rsa.decrypt(ciphertext, keys.private),
  ],
  gcm: (text, ciphertext, key, iv, aad) => [
    Aes.AesGcm.encrypt(text, key, iv, aad),
    Aes.AesGcm.decrypt(ciphertext, key, iv, aad),
  ],
  ecb: (text, ciphertext, key) => [
    Aes.AesEcb.encrypt(text, key),
    Aes.AesEcb.decrypt(ciphertext, key),
  ],
  cbc: (text, ciphertext, key, iv) => [
    Aes.AesCbc.encrypt(text, key, iv),
    Aes.AesCbc.decrypt(ciphertext, key, iv),
  ],
  texts: (method, uri, timestamp, nonce, body, mchid, signature, serial) => [
    Formatter.request(method, uri, timestamp, nonce, body),
    Formatter.response(timestamp, nonce, body),
    Formatter.authorization(mchid, nonce, signature, timestamp, serial),
  ],
  sign: (fields, key) => [
    Hash.sign(Hash.ALGO_MD5, fields, key),
    Hash.sign(Hash.ALGO_HMAC_SHA256, fields, key),
  ],
  xml: (fields, xml) => [Transformer.toXml(fields), Transformer.toObject(xml)],
  notification(plain, key, iv, aad, timestamp, nonce, given) {
    // The recipe of the original's README, both ways.
    const { resource } = JSON.parse(given.body);
    const body = JSON.stringify({
      id: 'EV-1',
      create_time: '2023-11-15T06:13:20+08:00',
      resource_type: 'encrypt-resource',
      event_type: 'TRANSACTION.SUCCESS',
      summary: '支付成功',
      resource: {
        original_type: 'transaction',
        algorithm: 'AEAD_AES_256_GCM',
        ciphertext: Aes.AesGcm.encrypt(plain, key, iv, aad),
        associated_data: aad,
        nonce: iv,
      },
    });
    return [
      body,
      Rsa.sign(Formatter.response(timestamp, nonce, body), keys.private),
      Rsa.verify(Formatter.response(timestamp, nonce, given.body), given.signature, keys.public),
      Aes.AesGcm.decrypt(resource.ciphertext, key, resource.nonce, resource.associated_data),
    ];
  },
};

createInterface({ input: process.stdin }).on('line', (line) => {
  const results = JSON.parse(line).map(([name, ...values]) => {
    try {
      return operations[name](...values);
    } catch (e) {
      return { threw: String(e) };
    }
  });
  process.stdout.write(`${JSON.stringify(results)}\n`);
});
