package io.github.wxpay.cli.node;

import java.util.List;
import java.util.Set;

/** Converts properties of values and of modules. */
final class Members {
  private static final Set<String> ROOTS = Set.of("v2", "v3", "V2", "V3", "client");
  private static final Set<String> CLIENTS = Set.of("wxpay", "wechatpay", "wxpayClient");

  private final Context context;
  private final Expressions expressions;
  private final Values values;

  Members(Context context, Expressions expressions, Values values) {
    this.context = context;
    this.expressions = expressions;
    this.values = values;
  }

  /** Converts {@code object.name}. */
  Code member(Node node) {
    if (node.text.equals("searchParams")
        && node.kid(0).is(Node.Syntax.NEW)
        && node.kid(0).kids.size() == 2
        && node.kid(0).kid(0).is(Node.Syntax.NAME, "URL")) {
      return query(node.kid(0).kid(1), node);
    }
    return of(object(node.kid(0), node.text), node.text, node);
  }

  /** Converts an object, which its property may show to be a client. */
  Code object(Node object, String property) {
    Code code = expressions.convert(object);
    boolean named = object.is(Node.Syntax.NAME) && CLIENTS.contains(object.text);
    boolean client = named || ROOTS.contains(property);
    if (code.kind == Kind.ANY && code.variable != null && client) {
      context.learned.wants(code.variable.key, Kind.CLIENT);
      return Code.of("((Wxpay) " + code.text + ")", Kind.CLIENT);
    }
    if (code.kind == Kind.CLIENT && code.variable != null) {
      context.learned.wants(code.variable.key, Kind.CLIENT);
    }
    return code;
  }

  /** Reads the query of a URL into a map. */
  private Code query(Node url, Node at) {
    Code code = expressions.convert(url);
    String map = context.method().fresh("params");
    String pair = context.method().fresh("pair");
    String parts = context.method().fresh("parts");
    String query = "java.net.URI.create(" + values.text(code, url) + ").getRawQuery()";
    context.before(at, "Map<String, Object> " + map + " = new LinkedHashMap<>();");
    context.print("for (String " + pair + " : " + query + ".split(\"&\")) {");
    context.print("  String[] " + parts + " = (" + pair + " + \"=\").split(\"=\", 3);");
    String decode = "java.net.URLDecoder.decode(" + parts + "[";
    String utf8 = "], StandardCharsets.UTF_8)";
    context.print("  " + map + ".put(" + decode + "0" + utf8 + ", " + decode + "1" + utf8 + ");");
    context.print("}");
    return Code.of(map, Kind.MAP);
  }

  /** Converts {@code object[index]}. */
  Code index(Node node) {
    Node position = node.kid(1);
    Code index = expressions.convert(position);
    if (index.constant != null) {
      return of(object(node.kid(0), index.constant), index.constant, node);
    }
    Code object = expressions.convert(node.kid(0));
    switch (object.kind) {
      case CHAIN:
      case CLIENT:
        return requestsOf().computed(object, index, node);
      case MAP:
        return Code.of(object.operand() + ".get(" + values.text(index, position) + ")", Kind.ANY);
      case LIST:
        return Code.of(object.operand() + ".get(" + integer(index, position) + ")", Kind.ANY);
      case HEADERS:
        return header(object, values.text(index, position));
      case JSON:
        wantsJson(object);
        String at =
            index.kind == Kind.WHOLE ? integer(index, position) : values.text(index, position);
        return Code.data(values.json(object, node) + ".path(" + at + ")", false, List.of());
      case TEXT:
        if (index.kind == Kind.WHOLE) {
          return Code.of(
              "String.valueOf(" + object.operand() + ".charAt(" + integer(index, position) + "))",
              Kind.TEXT);
        }
        break;
      case ANY:
        if (index.kind != Kind.WHOLE) {
          String map = values.as(object, Kind.MAP, node);
          return Code.of("(" + map + ").get(" + values.text(index, position) + ")", Kind.ANY);
        }
        String list = values.as(object, Kind.LIST, node);
        return Code.of("(" + list + ").get(" + integer(index, position) + ")", Kind.ANY);
      default:
        if (object.isModule("process.env")) {
          return Code.of("System.getenv(" + values.text(index, position) + ")", Kind.TEXT);
        }
        break;
    }
    throw new Unconvertible(node.line, "an index of this has no counterpart");
  }

  private Requests requestsOf() {
    return new Requests(context, expressions, values);
  }

  private String integer(Code index, Node at) {
    String text = values.as(index, Kind.WHOLE, at);
    return text.matches("\\d+") ? text : "(int) (" + text + ")";
  }

  private void wantsJson(Code code) {
    if (code.variable != null) {
      context.learned.wants(code.variable.key, Kind.JSON);
    }
  }

  private static Code header(Code headers, String name) {
    return Code.of(headers.operand() + ".first(" + name + ").orElse(null)", Kind.TEXT);
  }

  /** Converts a property of a value. */
  Code of(Code object, String name, Node at) {
    switch (object.kind) {
      case CLIENT:
        if (name.equals("client")) {
          return Code.axios("", object.text);
        }
        return Requests.property(object, name, at);
      case CHAIN:
        return Requests.property(object, name, at);
      case MODULE:
        return ofModule(object, name, at);
      case RESPONSE:
      case FILE_RESPONSE:
        return ofResponse(object, name, at);
      case HEADERS:
        return header(object, JavaText.quoted(name));
      case JSON:
        wantsJson(object);
        return name.equals("length")
            ? Code.of(values.json(object, at) + ".size()", Kind.WHOLE)
            : object.inside(name);
      case FAILURE:
      case STATUS_FAILURE:
      case RESULT_FAILURE:
        return ofFailure(object, name, at);
      case FAILED_RESPONSE:
        return ofFailedResponse(object, name, at);
      default:
        return ofValue(object, name, at);
    }
  }

  private Code ofValue(Code object, String name, Node at) {
    boolean length = name.equals("length");
    switch (object.kind) {
      case MAP:
        return optional(object, object.operand(), name, at);
      case LIST:
        if (length) {
          return Code.of(object.operand() + ".size()", Kind.WHOLE);
        }
        if (name.matches("\\d{1,9}")) {
          return Code.of(object.operand() + ".get(" + name + ")", Kind.ANY);
        }
        break;
      case BYTES:
        if (length) {
          return Code.of(object.operand() + ".length", Kind.WHOLE);
        }
        break;
      case TEXT:
        if (length) {
          return Code.of(object.operand() + ".length()", Kind.WHOLE);
        }
        wantsJson(object);
        break;
      case ANY:
        if (length) {
          break;
        }
        String map = values.as(object, Kind.MAP, at);
        return optional(object, "(" + map + ")", name, at);
      default:
        break;
    }
    throw new Unconvertible(
        at.line, "the property `" + name + "` of this value has no counterpart");
  }

  private static Code optional(Code object, String map, String name, Node at) {
    String get = ".get(" + JavaText.quoted(name) + ")";
    if (!at.flag) {
      return Code.of(map + get, Kind.ANY);
    }
    return object.isName()
        ? Code.loose(object.text + " == null ? null : " + map + get, Kind.ANY)
        : Code.of(
            "Objects.requireNonNullElse(" + map + ", Map.<String, Object>of())" + get, Kind.ANY);
  }

  private Code ofResponse(Code response, String name, Node at) {
    switch (name) {
      case "data":
        return response.kind == Kind.FILE_RESPONSE
            ? Code.of(response.operand() + ".bytes()", Kind.BYTES)
            : Code.data(response.text, true, List.of());
      case "status":
        return Code.of(response.operand() + ".status()", Kind.WHOLE);
      case "headers":
        return Code.of(response.operand() + ".headers()", Kind.HEADERS);
      case "statusText":
        context.note(at, "`statusText` is not kept; the status is used instead");
        return Code.of("String.valueOf(" + response.operand() + ".status())", Kind.TEXT);
      default:
        throw new Unconvertible(
            at.line,
            "`"
                + name
                + "` of a response has no counterpart; a Response has status, headers, data");
    }
  }

  private Code ofFailure(Code failure, String name, Node at) {
    String text = failure.operand();
    switch (name) {
      case "response":
        boolean cast = failure.kind == Kind.FAILURE;
        return Code.failedResponse(cast ? "((StatusException) " + text + ")" : text, text)
            .typed(failure.kind == Kind.RESULT_FAILURE);
      case "message":
        return Code.of(text + ".getMessage()", Kind.TEXT);
      case "name":
        return Code.of(text + ".getClass().getSimpleName()", Kind.TEXT);
      case "code":
        context.note(at, "`code` is the platform's error code here; see the porting guide");
        return failure.kind == Kind.FAILURE
            ? Code.loose(
                text
                    + " instanceof WxpayException ? ((WxpayException) "
                    + text
                    + ").errorCode() : \"\"",
                Kind.TEXT)
            : Code.of(text + ".errorCode()", Kind.TEXT);
      default:
        throw new Unconvertible(
            at.line, "`" + name + "` of an error has no counterpart; see the exceptions");
    }
  }

  private Code ofFailedResponse(Code response, String name, Node at) {
    boolean result = response.names.contains("result");
    switch (name) {
      case "data":
        return Code.failed(response.text, result, List.of());
      case "status":
        return Code.of(result ? "200" : response.text + ".status()", Kind.WHOLE);
      case "statusText":
        context.note(at, "`statusText` is not kept; the platform's error code is used instead");
        return Code.of(response.text + ".errorCode()", Kind.TEXT);
      case "headers":
        if (!result) {
          return Code.of("Headers.received(" + response.text + ".headers())", Kind.HEADERS);
        }
        break;
      default:
        break;
    }
    throw new Unconvertible(
        at.line, "`" + name + "` of the response of an error has no counterpart");
  }

  private Code ofModule(Code module, String name, Node at) {
    String full = module.module + "." + name;
    if (module.module.equals("original") || module.module.equals("Wechatpay")) {
      return ofOriginal(name, at);
    }
    if (module.module.startsWith("axios/")) {
      if (module.module.equals("axios/") && (name.equals("v2") || name.equals("v3"))) {
        return Code.axios(name, module.text);
      }
      throw new Unconvertible(at.line, "`" + name + "` of a client of axios has no counterpart");
    }
    switch (full) {
      case "Aes.AesGcm":
      case "Aes.AesEcb":
      case "Aes.AesCbc":
        return Code.module(name);
      case "Aes.BLOCK_SIZE":
        return Code.of("16", Kind.WHOLE);
      case "Hash.ALGO_MD5":
      case "Hash.ALGO_HMAC_SHA256":
        return Code.of(full, Kind.TEXT);
      case "Rsa.KEY_TYPE_PUBLIC":
        return Code.constant("public");
      case "Rsa.KEY_TYPE_PRIVATE":
        return Code.constant("private");
      case "fs.promises":
        return Code.module("fs");
      case "process.argv":
        throw new Unconvertible(at.line, "`process.argv`; use the arguments of main");
      default:
        break;
    }
    if (module.module.equals("process.env")) {
      return Code.of("System.getenv(" + JavaText.quoted(name) + ")", Kind.TEXT);
    }
    return name.equals("default") ? module : Code.module(full);
  }

  private Code ofOriginal(String name, Node at) {
    switch (name) {
      case "default":
      case "Wechatpay":
        return Code.module("Wechatpay");
      case "FormData":
        return Code.module("Multipart");
      case "Rsa":
      case "Aes":
      case "Hash":
      case "Formatter":
      case "Transformer":
      case "Multipart":
      case "Decorator":
        return Code.module(name);
      case "v2":
      case "v3":
      case "client":
        Node client =
            Node.of(Node.Syntax.NAME, "wxpay", false, List.of(), at.line, at.start, at.end);
        return of(object(client, "v3"), name, at);
      default:
        return Code.module("Wechatpay." + name);
    }
  }
}
