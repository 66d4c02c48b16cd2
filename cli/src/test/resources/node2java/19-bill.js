wxpay.v3.bill.tradebill.get({ params: { bill_date: '2030-01-01', bill_type: 'ALL' } })
  .then(({ data: { download_url = 'https://api.mch.weixin.qq.com/v3/billdownload/file?token=x' } }) =>
    wxpay.client.v3.get(download_url, { responseType: 'arraybuffer' }))
  .then(({ data }) => console.log(Hash.sha1(data)));
