import io.github.wxpay.Wxpay
import io.github.wxpay.exception.StatusException
import io.github.wxpay.sandbox.Sandbox
import kotlin.system.exitProcess

fun check(name: String, actual: Any?, expected: Any?) {
  if (actual != expected) {
    println("failed: $name: $actual")
    exitProcess(1)
  }
  println("passed: $name")
}

fun main() {
  Sandbox.start().use { sandbox -> Wxpay.of(sandbox.config()).use { wxpay -> calls(sandbox, wxpay) } }
  println("all calls passed")
}

fun calls(sandbox: Sandbox, wxpay: Wxpay) {
  val order =
    mapOf(
      "appid" to "wxd678efh567hg6787",
      "mchid" to wxpay.mchid(),
      "description" to "Image形象店-深圳腾大-QQ公仔",
      "out_trade_no" to "kotlin-1",
      "notify_url" to "https://example.com/wxpay/notify",
      "amount" to mapOf("total" to 1L, "currency" to "CNY"),
    )
  val placed = wxpay.chain("v3/pay/transactions/native").post(order)
  check("order", placed.require("code_url").startsWith("weixin:"), true)
  val query =
    wxpay
      .chain("v3/pay/transactions/out-trade-no/{out_trade_no}")
      .with("out_trade_no", "kotlin-1")
      .query("mchid", wxpay.mchid())
  val state: String? = query.get()["trade_state"]
  check("query", state, "NOTPAY")
  sandbox.pay("kotlin-1")
  check("asynchronous", query.getAsync().join().require("/amount/total"), "1")
  val receiver =
    mapOf(
      "appid" to "wxd678efh567hg6787",
      "type" to "PERSONAL_OPENID",
      "account" to "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
      "name" to Wxpay.secret("张三"),
      "relation_type" to "USER",
    )
  val added = wxpay.chain("v3/profitsharing/receivers/add").post(receiver)
  check("secret", added.decrypt("name"), "张三")
  val sent = sandbox.notification("TRANSACTION.SUCCESS", mapOf("out_trade_no" to "kotlin-1"))
  val n = wxpay.notifications().parse(sent.headers(), sent.body())
  check("notification", n.require("out_trade_no"), "kotlin-1")
  val status =
    try {
      query.with("out_trade_no", "kotlin-2").get().status()
    } catch (e: StatusException) {
      e.status()
    }
  check("error", status, 404)
}
