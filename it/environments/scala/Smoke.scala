import io.github.wxpay.Wxpay
import io.github.wxpay.exception.StatusException
import io.github.wxpay.sandbox.Sandbox
import scala.jdk.CollectionConverters._
import scala.util.Using

object Smoke {
  def check(name: String, actual: Any, expected: Any): Unit = {
    if (actual != expected) {
      println(s"failed: $name: $actual")
      System.exit(1)
    }
    println(s"passed: $name")
  }

  def main(args: Array[String]): Unit = {
    Using.resource(Sandbox.start()) { sandbox =>
      Using.resource(Wxpay.of(sandbox.config())) { wxpay => calls(sandbox, wxpay) }
    }
    println("all calls passed")
  }

  def calls(sandbox: Sandbox, wxpay: Wxpay): Unit = {
    val order = Map[String, Any](
      "appid" -> "wxd678efh567hg6787",
      "mchid" -> wxpay.mchid(),
      "description" -> "Image形象店-深圳腾大-QQ公仔",
      "out_trade_no" -> "scala-1",
      "notify_url" -> "https://example.com/wxpay/notify",
      "amount" -> Map("total" -> 1, "currency" -> "CNY").asJava
    )
    val orders = wxpay.chain("v3/pay/transactions/native")
    check("order", orders.post(order.asJava).require("code_url").startsWith("weixin:"), true)
    val refused =
      try orders.post(order).text()
      catch { case e: IllegalArgumentException => e.getMessage }
    check("a Map of Scala is rejected", refused.contains("scala.collection.immutable."), true)
    val query = wxpay
      .chain("v3/pay/transactions/out-trade-no/{out_trade_no}")
      .`with`("out_trade_no", "scala-1")
      .query("mchid", wxpay.mchid())
    check("query", query.get().get("trade_state"), "NOTPAY")
    sandbox.pay("scala-1")
    check("asynchronous", query.getAsync().join().require("/amount/total"), "1")
    val receiver = Map[String, Any](
      "appid" -> "wxd678efh567hg6787",
      "type" -> "PERSONAL_OPENID",
      "account" -> "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
      "name" -> Wxpay.secret("张三"),
      "relation_type" -> "USER"
    )
    val added = wxpay.chain("v3/profitsharing/receivers/add").post(receiver.asJava)
    check("secret", added.decrypt("name"), "张三")
    val sent = sandbox.notification("TRANSACTION.SUCCESS", Map("out_trade_no" -> "scala-1").asJava)
    val n = wxpay.notifications().parse(sent.headers(), sent.body())
    check("notification", n.require("out_trade_no"), "scala-1")
    val status =
      try query.`with`("out_trade_no", "scala-2").get().status()
      catch { case e: StatusException => e.status() }
    check("error", status, 404)
  }
}
