function decrypt(headers, body, apiV3Key, platformKey) {
  const timestamp = headers['wechatpay-timestamp'];
  const verified = Rsa.verify(
    Formatter.response(timestamp, headers['wechatpay-nonce'], body),
    headers['wechatpay-signature'],
    platformKey,
  );
  if (!verified) {
    throw new Error('forged');
  }
  const { resource: { ciphertext, nonce, associated_data } } = JSON.parse(body);
  return JSON.parse(Aes.AesGcm.decrypt(ciphertext, apiV3Key, nonce, associated_data));
}
const resource = decrypt(notificationHeaders, notificationBody, apiV3Key, platformKey);
await wxpay.v3.test.notification.post({ id: resource.transaction_id, amount: resource.amount.total });
