const int = 1;
const String_ = 'a';
const $ = 'dollar';
const 商户 = '1900000109';
{
  const int = 2;
  await wxpay.v3.test.names.post({ int, String_, $, 商户 });
}
function get(value, native) {
  return native ? value : undefined;
}
await wxpay.v3.test.names.post({ int, got: get('x', true) });
