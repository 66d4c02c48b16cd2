const express = require('express');
const app = express();
app.post('/notify', (req, res) => {
  res.send('ok');
});
function* numbers() {
  yield 1;
}
class Shop extends Base {
  pay() { return eval('1'); }
}
const cleaned = '1-2'.replace(/-/g, '');
await wxpay.v3.test.todo.post({ a: 1 }, { transformRequest: [(data) => data] });
await wxpay.v3.test.rest.post({ b: 2 });
