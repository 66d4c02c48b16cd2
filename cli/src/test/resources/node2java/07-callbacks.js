await wxpay.v3.pay.transactions.native
  .post({ mchid, out_trade_no: 'no-7' })
  .then(res => res.data)
  .then(data => wxpay.v3.test.second.post({ code: data.code_url || 'none', id: data.id ?? 'x' }))
  .then(({ status }) => {
    console.log(status);
    return status;
  })
  .catch(error => {
    const { response } = error;
    console.error(response.data.message);
  });
const [first, second] = await Promise.all([
  wxpay.v3.test.a.get(),
  wxpay.v3.test.b.get({ params: { q: '1 2' } }),
]);
console.log(first.status + second.status);
(async () => {
  const { data } = await wxpay.v3.test.c.get();
  console.log(data);
})();
