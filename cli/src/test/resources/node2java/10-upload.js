const meta = { filename: 'upload.gif', sha256: Hash.sha256(readFileSync('upload.gif')) };
const form = new Multipart();
form.append('meta', JSON.stringify(meta));
form.append('file', readFileSync('upload.gif'), 'upload.gif');
await wxpay.v3.merchant.media.upload.post(form, { meta, headers: { ...form.getHeaders() } });
await wxpay.v3.marketing.favor.media.imageUpload.post(
  { meta: JSON.stringify(meta), file: createReadStream('upload.gif') },
  { meta, headers: { 'Content-Type': 'multipart/form-data' } },
);
