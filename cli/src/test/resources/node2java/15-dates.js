const fixed = new Date(1700000000000);
const seconds = Math.floor(Date.now() / 1000);
const later = +new Date + 30 * 24 * 3600 * 1000;
const padded = String(7).padStart(4, '0');
await wxpay.v3.test.dates.post({ at: fixed.getTime(), ok: seconds > 1700000000 && later > Date.now(), padded, iso: fixed.toISOString().slice(0, 10) });
