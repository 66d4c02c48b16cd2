// The quick start in JShell. In the project's folder, with JDK 17+ and Maven 3.8+, this command
//
//     mvn -q -P jshell -pl examples -am process-classes
//
// runs the script and leaves JShell open: use the variables below, and end with /exit.
// With other jars: jshell --class-path wxpay.jar:wxpay-sandbox.jar:… examples/quickstart.jsh

import com.fasterxml.jackson.databind.JsonNode
import io.github.wxpay.*
import io.github.wxpay.codec.Bill
import io.github.wxpay.codec.BillRow
import io.github.wxpay.codec.Formatter
import io.github.wxpay.crypto.*
import io.github.wxpay.exception.*
import io.github.wxpay.http.*
import io.github.wxpay.sandbox.*
import java.time.*
import java.util.*
import java.util.concurrent.atomic.AtomicLong

// Start a sandbox on this machine, and create a client with its configuration.
Sandbox sandbox = Sandbox.start()
Wxpay wxpay = Wxpay.of(sandbox.config())
String mchid = wxpay.mchid()

// End a payscore authorisation; the last argument has the value of the placeholder <name> or {name}.
Map<String, Object> ending = Map.of("service_id", "500001", "reason", "示例：解除授权")
Chain terminate = wxpay.v3().chain("payscore/permissions/authorization-code/<authorization_code>/terminate")
Response ended = terminate.post(ending, Map.of("authorization_code", "1234567890"))
System.out.println("ended: " + ended)

// Place a Native order over 1 fen.
Map<String, Object> order = new LinkedHashMap<>()
order.put("appid", "wxd678efh567hg6787")
order.put("mchid", mchid)
order.put("description", "Wxpay 示例订单")
order.put("out_trade_no", "jshell-0001")
order.put("notify_url", "https://example.com/wxpay/notify")
order.put("amount", Map.of("total", 1, "currency", "CNY"))
Response placed = wxpay.chain("v3/pay/transactions/native").post(order)
System.out.println("placed: " + placed.get("code_url"))

// Pay the order; the sandbox acts as the payer.
sandbox.pay("jshell-0001")

// Query the order; a Response prints itself.
Chain byNumber = wxpay.v3().chain("pay/transactions/out-trade-no/{out_trade_no}")
Chain query = byNumber.with("out_trade_no", "jshell-0001").query("mchid", mchid)
Response paid = query.get()
System.out.println("paid: " + paid)

// Query it again, asynchronously.
var later = query.getAsync()
System.out.println("later: " + later.join().get("trade_state"))

// Refund it.
Map<String, Object> refund = new LinkedHashMap<>()
refund.put("out_trade_no", "jshell-0001")
refund.put("out_refund_no", "jshell-refund-0001")
refund.put("amount", Map.of("refund", 1, "total", 1, "currency", "CNY"))
Response refunded = wxpay.v3().chain("refund/domestic/refunds").post(refund)
System.out.println("refunded: " + refunded.get("status") + ", " + refunded.get("/amount/refund") + " fen")

// Place another order and close it, with the path in the notation of the Node.js library.
order.put("out_trade_no", "jshell-0002")
wxpay.chain("v3/pay/transactions/native").post(order)
Chain close = wxpay.prop("v3.pay.transactions.outTradeNo.$out_trade_no$.close")
Response closed = close.post(Map.of("mchid", mchid), Map.of("out_trade_no", "jshell-0002"))
System.out.println("closed: " + closed.status() + " by " + close)

// Print the requests that the sandbox received.
sandbox.requests().forEach(System.out::println)
