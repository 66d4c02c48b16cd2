// All that the page says, once in each language.
const texts = {
  calls: ["Calls", "请求"],
  orders: ["Orders", "订单"],
  deliveries: ["Notifications", "通知"],
  catalogue: ["Catalogue", "接口目录"],
  language: ["中文", "English"],
  languageLabel: ["切换到中文", "Switch to English"],
  live: ["live", "实时"],
  lost: ["sandbox not reachable", "沙箱无法访问"],
  back: ["Back to the list", "返回列表"],
  filter: ["Path, method, status", "路径、方法、状态"],
  onlyFailed: ["failed only", "仅看失败"],
  noCalls: [
    "No call yet. Point a client at this address and its calls appear here.",
    "还没有请求。把客户端指向本地址，请求就会出现在这里。",
  ],
  noneFit: ["No call fits.", "没有符合条件的请求。"],
  pickCall: ["Choose a call to see both of its messages.", "选择一个请求，查看完整报文。"],
  gone: ["It is no longer kept.", "该记录已不再保留。"],
  failed: ["failed", "失败"],
  objected: ["Refused at the gate", "验签未通过"],
  refused: ["Answered with a failure", "业务失败"],
  signing: ["Text to be signed", "待签名串"],
  signingHint: [
    "Every line ends with a line feed, shown as ↵; the last one too.",
    "每一行都以换行符结尾（显示为 ↵），最后一行也不例外。",
  ],
  signingHint2: [
    "Sorted fields without empty ones; the APIv2 key stands in the place of <key>.",
    "按字段名排序、去掉空值；<key> 处为 APIv2 密钥。",
  ],
  expected: ["Expected", "应签名"],
  actual: ["Signed instead", "实际签名"],
  unsigned: [
    "The request does not say enough to tell what it should have signed.",
    "请求信息不足，无法得出待签名串。",
  ],
  request: ["Request", "请求报文"],
  answer: ["Answer", "应答报文"],
  noBody: ["No body.", "没有报文主体。"],
  binary: ["{n} bytes that are no text.", "{n} 字节，非文本内容。"],
  notKept: [
    "Not kept: longer than 64 KiB, or made while it was sent.",
    "未保留：超过 64 KiB，或边生成边发送。",
  ],
  noOrders: ["No order yet.", "还没有订单。"],
  manyOrders: ["The last {n} of {all} orders.", "共 {all} 个订单，显示最近 {n} 个。"],
  pay: ["Pay", "支付"],
  paying: ["Paying…", "支付中…"],
  qr: ["QR code of order {n}", "订单 {n} 的二维码"],
  fen: ["{n} fen", "{n} 分"],
  refunded: ["refunded ¥{n}", "已退款 ¥{n}"],
  paidAt: ["paid {t}", "支付于 {t}"],
  NOTPAY: ["not paid", "未支付"],
  SUCCESS: ["paid", "已支付"],
  CLOSED: ["closed", "已关闭"],
  REFUND: ["refunded", "转入退款"],
  noDeliveries: ["No notification was sent yet.", "还没有发送通知。"],
  notifyingOff: [
    "Paying notifies nobody here; Sandbox.builder().notifying(true) turns it on.",
    "支付后不会发送通知；Sandbox.builder().notifying(true) 可开启。",
  ],
  pickDelivery: ["Choose a notification to see what was sent.", "选择一条通知，查看发送内容。"],
  noAnswer: ["no answer", "无应答"],
  notification: ["Notification", "通知报文"],
  plaintext: ["Before encryption", "加密前明文"],
  receiverAnswer: ["The receiver's answer", "接收方应答"],
  problem: ["What is wrong", "问题"],
  search: ["Search endpoints: 转账, refund, v3/pay …", "搜索接口：转账、refund、v3/pay …"],
  searchButton: ["Search", "搜索"],
  searchHint: ["Search by path or by Chinese title.", "可按路径或中文标题搜索。"],
  nothingFound: ["Nothing found for “{q}”.", "没有找到“{q}”。"],
  pickEndpoint: ["Choose an endpoint to see its fields.", "选择一个接口，查看字段。"],
  query: ["Query", "查询参数"],
  examples: ["Calls to copy", "调用示例"],
  description: ["Description as text", "文本说明"],
  copy: ["Copy", "复制"],
  copied: ["Copied", "已复制"],
  notCopied: ["Select the text and copy it", "请选中文本后复制"],
  requestFields: ["Request", "请求参数"],
  responseFields: ["Response", "应答参数"],
  required: ["required", "必填"],
  encrypted: ["encrypted", "需加密"],
  deprecated: ["deprecated", "已弃用"],
  noFields: ["None.", "无。"],
};

let column = navigator.language.toLowerCase().startsWith("zh") ? 1 : 0;
try {
  const kept = localStorage.getItem("wxpay-sandbox-language");
  if (kept !== null) column = kept === "zh" ? 1 : 0;
} catch {
  // A browser that keeps nothing has its own language each time.
}

export const language = () => (column === 1 ? "zh-CN" : "en");

export function switchLanguage() {
  column = 1 - column;
  try {
    localStorage.setItem("wxpay-sandbox-language", column === 1 ? "zh" : "en");
  } catch {
    // See above.
  }
}

export function say(name, values = {}) {
  const text = texts[name] ? texts[name][column] : name;
  return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? values[key] : whole));
}

export function time(iso) {
  return new Date(iso).toLocaleTimeString(language(), { hour12: false });
}
