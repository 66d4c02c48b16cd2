import io.github.wxpay.Wxpay
import io.github.wxpay.exception.StatusException
import io.github.wxpay.sandbox.Sandbox

def check = { name, actual, expected ->
  if (actual != expected) {
    println "failed: $name: $actual"
    System.exit(1)
  }
  println "passed: $name"
}

Sandbox.start().withCloseable { sandbox ->
  Wxpay.of(sandbox.config()).withCloseable { wxpay ->
    def kind = 'groovy'
    def number = "$kind-1" // a GString
    def order = [
      appid: 'wxd678efh567hg6787', mchid: wxpay.mchid(), description: "Image形象店-${'公仔'}",
      out_trade_no: number, notify_url: 'https://example.com/wxpay/notify',
      amount: [total: 1G, currency: 'CNY'] // a BigInteger
    ]
    def placed = wxpay.chain('v3/pay/transactions/native').post(order)
    check 'order', placed.require('code_url').startsWith('weixin:'), true
    def query = wxpay.chain('v3/pay/transactions/out-trade-no/{out_trade_no}')
      .with('out_trade_no', number).query('mchid', wxpay.mchid())
    check 'query', query.get().map().trade_state, 'NOTPAY'
    sandbox.pay("$number")
    check 'asynchronous', query.getAsync().join().map().amount.total as int, 1
    def receiver = [
      appid: 'wxd678efh567hg6787', type: 'PERSONAL_OPENID', account: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
      name: Wxpay.secret('张三'), relation_type: 'USER'
    ]
    def added = wxpay.chain('v3/profitsharing/receivers/add').post(receiver)
    check 'secret', added.decrypt('name'), '张三'
    def sent = sandbox.notification('TRANSACTION.SUCCESS', [out_trade_no: "$number".toString()])
    def n = wxpay.notifications().parse(sent.headers(), sent.body())
    check 'notification', n.require('out_trade_no'), 'groovy-1'
    def status = 0
    try {
      query.with('out_trade_no', "$kind-2").get()
    } catch (StatusException e) {
      status = e.status()
    }
    check 'error', status, 404
  }
}
println 'all calls passed'
