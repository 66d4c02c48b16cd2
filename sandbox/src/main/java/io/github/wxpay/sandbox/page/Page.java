package io.github.wxpay.sandbox.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.Routes;
import io.github.wxpay.sandbox.Delivery;
import io.github.wxpay.sandbox.Recorded;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.http.Inbound;
import io.github.wxpay.sandbox.http.Percent;
import io.github.wxpay.sandbox.http.Site;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The page and its endpoints: {@code /} and the paths below {@code /sandbox/}. */
final class Page implements Site {
  private static final System.Logger LOG = System.getLogger(Page.class.getName());
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> RESOURCES =
      List.of(
          "page.css",
          "icon.svg",
          "main.js",
          "texts.js",
          "dom.js",
          "live.js",
          "message.js",
          "calls.js",
          "orders.js",
          "deliveries.js",
          "catalogue.js");

  private final Sandbox sandbox;
  private final CatalogueView catalogue = new CatalogueView();
  private final Views views;
  private final Updates live;
  private final Replies replies;
  private final Routes<Handler> routes = new Routes<>();

  Page(Sandbox sandbox) {
    Redactor redactor = new Redactor(() -> Secrets.of(sandbox));
    this.sandbox = sandbox;
    this.views = new Views(new DisplayText(redactor));
    this.live = new Updates(sandbox, views);
    this.replies = new Replies(redactor);
    routes.add("GET", "", inbound -> replies.resource("index.html"));
    for (String name : RESOURCES) {
      routes.add("GET", "sandbox/" + name, inbound -> replies.resource(name));
    }
    routes.add("GET", "sandbox/live", this::live);
    routes.add("GET", "sandbox/call", this::call);
    routes.add("GET", "sandbox/delivery", this::delivery);
    routes.add("GET", "sandbox/qr", this::qrCode);
    routes.add("GET", "sandbox/catalogue", this::find);
    routes.add("GET", "sandbox/endpoint", this::endpoint);
    routes.add("POST", "sandbox/pay", this::pay);
  }

  @Override
  public boolean serves(Inbound inbound) {
    return inbound.path().equals("/") || inbound.path().startsWith("/sandbox/");
  }

  @Override
  public Answer answer(Inbound inbound) {
    String objection = Guard.objection(inbound);
    if (objection != null) {
      return replies.failed(403, objection);
    }
    String method = inbound.method().equals("HEAD") ? "GET" : inbound.method();
    Routes.Match<Handler> match = routes.match(method, inbound.path());
    if (match == null) {
      return unknown(inbound, routes.methods(inbound.path()));
    }
    try {
      return match.value().handle(inbound);
    } catch (Absent e) {
      return replies.failed(404, String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      return replies.failed(400, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "the page failed on " + inbound.path(), e);
      return replies.failed(500, "the page itself failed: " + e);
    }
  }

  private Answer unknown(Inbound inbound, Set<String> methods) {
    if (methods.isEmpty()) {
      return replies.failed(404, "the page has no " + inbound.path());
    }
    String allowed = String.join(", ", methods).replace("GET", "GET, HEAD");
    return replies
        .failed(405, inbound.path() + " takes " + allowed + ", not " + inbound.method())
        .with("Allow", allowed);
  }

  private Answer live(Inbound inbound) {
    return replies.json(
        200,
        live.since(
            number(inbound, "calls"), number(inbound, "orders"), number(inbound, "deliveries")));
  }

  private Answer call(Inbound inbound) {
    long number = number(inbound, "number");
    for (Recorded call : sandbox.requests()) {
      if (call.number() == number) {
        return replies.json(200, views.details(call));
      }
    }
    throw new Absent("call " + number + " does not exist or is no longer kept");
  }

  private Answer delivery(Inbound inbound) {
    long number = number(inbound, "number");
    for (Delivery sent : sandbox.deliveries()) {
      if (sent.number() == number) {
        return replies.json(200, views.details(sent));
      }
    }
    throw new Absent("notification " + number + " does not exist or is no longer kept");
  }

  private Answer qrCode(Inbound inbound) {
    String wanted = text(inbound, "out_trade_no");
    for (Map<String, Object> order : sandbox.orders()) {
      Object codeUrl = order.get("code_url");
      if (wanted.equals(order.get("out_trade_no")) && codeUrl != null) {
        return replies.file(200, "image/svg+xml", QrImage.of(codeUrl.toString()));
      }
    }
    throw new Absent("there is no order " + wanted + " with a code_url");
  }

  private Answer find(Inbound inbound) {
    return replies.json(200, catalogue.find(text(inbound, "q")));
  }

  private Answer endpoint(Inbound inbound) {
    String method = text(inbound, "method");
    String path = text(inbound, "path");
    ObjectNode found = catalogue.endpoint(method, path);
    if (found == null) {
      throw new Absent("the catalogue has no " + method + " " + path);
    }
    return replies.json(200, found);
  }

  // A foreign page must send a preflight request for this type, which gets 405.
  private Answer pay(Inbound inbound) {
    if (!inbound.hasType("application/json")) {
      return replies.failed(415, "Content-Type must be application/json");
    }
    String number = outTradeNo(inbound);
    try {
      sandbox.pay(number);
    } catch (IllegalArgumentException e) {
      throw new Absent(String.valueOf(e.getMessage()));
    } catch (IllegalStateException e) {
      return replies.failed(409, String.valueOf(e.getMessage()));
    }
    return replies.json(200, JsonNodeFactory.instance.objectNode().put("out_trade_no", number));
  }

  private static String outTradeNo(Inbound inbound) {
    try {
      JsonNode number = JSON.readTree(inbound.body()).path("out_trade_no");
      if (number.isTextual()) {
        return number.textValue();
      }
    } catch (IOException e) {
      // Handled like JSON without the field.
    }
    throw new IllegalArgumentException("the body must be {\"out_trade_no\": \"…\"}");
  }

  private static String text(Inbound inbound, String name) {
    List<String> values = Percent.query(inbound.query()).getOrDefault(name, List.of());
    return values.isEmpty() ? "" : values.get(0);
  }

  private static long number(Inbound inbound, String name) {
    String text = text(inbound, name);
    if (!text.matches("[0-9]{0,18}")) {
      throw new IllegalArgumentException(name + " must be a number, not " + text);
    }
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }

  /** A handler of the requests of a path. */
  private interface Handler {
    Answer handle(Inbound inbound);
  }

  /** Thrown when the requested object does not exist. */
  private static final class Absent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Absent(String message) {
      super(message, null, false, false);
    }
  }
}
