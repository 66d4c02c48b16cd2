package io.github.wxpay.cli.node;

import io.github.wxpay.cli.node.Node.Syntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Converts the functions and classes of the original, of Node.js and of JavaScript. */
final class Helpers {
  private static final Map<String, String> MODULES =
      Map.ofEntries(
          Map.entry("wechatpay-axios-plugin", "original"),
          Map.entry("fs", "fs"),
          Map.entry("node:fs", "fs"),
          Map.entry("fs/promises", "fs"),
          Map.entry("node:fs/promises", "fs"),
          Map.entry("path", "path"),
          Map.entry("node:path", "path"),
          Map.entry("crypto", "crypto"),
          Map.entry("node:crypto", "crypto"),
          Map.entry("form-data", "Multipart"),
          Map.entry("process", "process"),
          Map.entry("node:process", "process"),
          Map.entry("buffer", "buffer"));

  private final Context context;
  private final Expressions expressions;
  private final Values values;

  Helpers(Context context, Expressions expressions, Values values) {
    this.context = context;
    this.expressions = expressions;
    this.values = values;
  }

  /** Returns the module of a name. */
  static Code module(String name, Node at) {
    String known = MODULES.get(name);
    if (known == null) {
      boolean local = name.startsWith(".");
      throw new Unconvertible(
          at.line,
          "the module '"
              + name
              + "' "
              + (local
                  ? "is not part of this file; convert it and call its class"
                  : "has no counterpart; write this part with a library of Java"));
    }
    return Code.module(known);
  }

  /** The arguments of one call. */
  private final class Given {
    final String function;
    final List<Node> nodes;
    final Node at;

    /** The number of arguments that were converted, or that change nothing. */
    int taken;

    Given(String function, List<Node> nodes, Node at) {
      this.function = function;
      this.nodes = nodes;
      this.at = at;
    }

    int size() {
      return nodes.size();
    }

    Code code(int index) {
      if (index >= nodes.size()) {
        throw new Unconvertible(at.line, "`" + function + "` needs more arguments");
      }
      if (nodes.get(index).is(Syntax.SPREAD)) {
        throw new Unconvertible(
            at.line, "`" + function + "` with a spread argument; pass them one by one");
      }
      taken = Math.max(taken, index + 1);
      return expressions.convert(nodes.get(index));
    }

    /** Takes the rest of the arguments, which change nothing or are converted elsewhere. */
    void takeAll() {
      taken = nodes.size();
    }

    /** Refuses arguments that would be lost. */
    Code complete(Code result) {
      if (taken < nodes.size()) {
        throw new Unconvertible(
            at.line, "`" + function + "` with " + nodes.size() + " arguments; write it in Java");
      }
      return result;
    }

    String as(int index, Kind kind) {
      return values.as(code(index), kind, nodes.get(index));
    }

    @Nullable String constant(int index) {
      return index < nodes.size() ? code(index).constant : null;
    }

    /** Returns the arguments in kinds, one for each. */
    String all(Kind... kinds) {
      return some(kinds.length, kinds);
    }

    /** Returns the arguments in kinds, those that are there. */
    String some(int least, Kind... kinds) {
      if (size() < least) {
        throw new Unconvertible(at.line, "`" + function + "` needs more arguments");
      }
      if (size() > kinds.length) {
        throw new Unconvertible(
            at.line, "`" + function + "` takes up to " + kinds.length + " arguments here");
      }
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < size(); i++) {
        texts.add(as(i, kinds[i]));
      }
      return String.join(", ", texts);
    }
  }

  /** Converts the call of a function of a module. */
  Code call(String function, List<Node> arguments, Node at) {
    Given given = new Given(function, arguments, at);
    return given.complete(converted(given));
  }

  private Code converted(Given given) {
    String function = given.function;
    int dot = function.indexOf('.');
    switch (dot < 0 ? function : function.substring(0, dot)) {
      case "console":
        return console(given);
      case "Rsa":
        return rsa(given);
      case "AesGcm":
      case "AesEcb":
      case "AesCbc":
        return aes(given);
      case "Hash":
        return hash(given);
      case "Formatter":
        return formatter(given);
      case "Transformer":
        return transformer(given);
      case "fs":
        return files(given);
      case "Math":
        return math(given);
      case "Object":
        return objects(given);
      default:
        return other(given);
    }
  }

  private static Unconvertible unknown(Given given) {
    return new Unconvertible(
        given.at.line, "`" + given.function + "` has no counterpart here; write it in Java");
  }

  private Code other(Given given) {
    switch (given.function) {
      case "require":
        String name = given.constant(0);
        if (name == null) {
          throw new Unconvertible(given.at.line, "`require` of a module that is not constant");
        }
        return module(name, given.at);
      case "Wechatpay.normalize":
        return Code.of("Wxpay.normalize(" + given.all(Kind.TEXT) + ")", Kind.TEXT);
      case "process.exit":
        return Code.of(
            "System.exit("
                + (given.size() == 0 ? "0" : "(int) (" + given.as(0, Kind.WHOLE) + ")")
                + ")",
            Kind.VOID);
      case "process.cwd":
        return Code.of("System.getProperty(\"user.dir\")", Kind.TEXT);
      case "JSON.stringify":
        return stringify(given);
      case "JSON.parse":
        return Code.data(
            "new ObjectMapper().readTree(" + given.all(Kind.TEXT) + ")", false, List.of());
      case "Date.now":
        return Code.of("System.currentTimeMillis()", Kind.WHOLE);
      case "Buffer.from":
        return buffer(given);
      case "Buffer.concat":
        throw unknown(given);
      case "Array.isArray":
        Code array = given.code(0);
        return array.kind == Kind.JSON
            ? Code.of(values.json(array, given.at) + ".isArray()", Kind.FLAG)
            : Code.loose(values.object(array, given.at) + " instanceof List", Kind.FLAG);
      case "String":
        return Code.of(given.all(Kind.TEXT), Kind.TEXT);
      case "Number":
        return values.number(given.code(0), given.at);
      case "parseInt":
        if (given.size() == 2 && given.nodes.get(1).is(Syntax.NUMBER, "10")) {
          given.takeAll();
        }
        return Code.of(given.as(0, Kind.WHOLE), Kind.WHOLE);
      case "parseFloat":
        return Code.of(given.as(0, Kind.DECIMAL), Kind.DECIMAL);
      case "Boolean":
        return Code.loose(given.as(0, Kind.FLAG), Kind.FLAG);
      case "encodeURIComponent":
        return Code.of(
            "java.net.URLEncoder.encode("
                + given.as(0, Kind.TEXT)
                + ", StandardCharsets.UTF_8).replace(\"+\", \"%20\")",
            Kind.TEXT);
      case "path.join":
      case "path.resolve":
        return path(given);
      case "crypto.randomUUID":
        return Code.of("UUID.randomUUID().toString()", Kind.TEXT);
      default:
        throw unknown(given);
    }
  }

  private Code path(Given given) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      Code code = given.code(i);
      boolean here = i == 0 && ".".equals(code.constant) && given.size() > 1;
      if (!here) {
        parts.add(values.text(code, given.at));
      }
    }
    return Code.of("Path.of(" + String.join(", ", parts) + ")", Kind.FILE);
  }

  private Code stringify(Given given) {
    Code code = given.code(0);
    given.takeAll(); // the third one is the indentation
    if (given.size() > 1 && !given.nodes.get(1).is(Syntax.WORD, "null")) {
      throw new Unconvertible(given.at.line, "`JSON.stringify` with a function; change the map");
    }
    if (code.kind == Kind.JSON && given.size() == 1) {
      return Code.of(values.json(code, given.at) + ".toString()", Kind.TEXT);
    }
    if (code.kind.isResponse() || code.kind.isFailure()) {
      return Code.of("String.valueOf(" + code.text + ")", Kind.TEXT);
    }
    String value = values.object(code, given.at);
    String plain =
        context.decimals
            ? ".enable(com.fasterxml.jackson.core.JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)"
            : "";
    String writer = given.size() > 2 ? ".writerWithDefaultPrettyPrinter()" : "";
    return Code.of(
        "new ObjectMapper()" + plain + writer + ".writeValueAsString(" + value + ")", Kind.TEXT);
  }

  private Code buffer(Given given) {
    String encoding = given.size() > 1 ? given.constant(1) : "utf8";
    if ("base64".equals(encoding)) {
      return Code.of("Base64.getDecoder().decode(" + given.as(0, Kind.TEXT) + ")", Kind.BYTES);
    }
    if (!"utf8".equals(encoding) && !"utf-8".equals(encoding)) {
      throw new Unconvertible(given.at.line, "`Buffer.from` of this encoding; decode it by hand");
    }
    return Code.of(given.as(0, Kind.BYTES), Kind.BYTES);
  }

  private Code console(Given given) {
    String stream;
    switch (given.function) {
      case "console.log":
      case "console.info":
      case "console.debug":
      case "console.dir":
        stream = "System.out";
        break;
      case "console.error":
      case "console.warn":
      case "console.trace":
        stream = "System.err";
        break;
      default:
        throw unknown(given);
    }
    String first = given.size() > 1 ? given.constant(0) : null;
    if (first != null && first.matches("(?s).*%[sdijoO].*")) {
      throw new Unconvertible(given.at.line, "a format of `console`; use String.format");
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      texts.add(printed(given.code(i), given.nodes.get(i), given.size() > 1));
    }
    return Code.of(stream + ".println(" + String.join(" + \" \" + ", texts) + ")", Kind.VOID);
  }

  private String printed(Code code, Node at, boolean operand) {
    if (code.kind == Kind.NULL) {
      return "\"" + (at.is(Syntax.WORD, "null") ? "null" : "undefined") + "\"";
    }
    if (code.kind == Kind.JSON) {
      boolean all = code.names.isEmpty() && code.module.equals("response");
      return all ? values.json(code, at) : values.text(code, at);
    }
    if (code.kind == Kind.FAILED_RESPONSE) {
      return code.text;
    }
    if (code.kind == Kind.BYTES || code.kind == Kind.DECIMAL) {
      return values.text(code, at);
    }
    String text = values.object(code, at);
    return operand && !code.atom ? "(" + text + ")" : text;
  }

  private Code rsa(Given given) {
    switch (given.function) {
      case "Rsa.sign":
        return Code.of("Rsa.sign(" + given.all(Kind.TEXT, Kind.PRIVATE_KEY) + ")", Kind.TEXT);
      case "Rsa.verify":
        return Code.of(
            "Rsa.verify(" + given.all(Kind.TEXT, Kind.TEXT, Kind.PUBLIC_KEY) + ")", Kind.FLAG);
      case "Rsa.encrypt":
        return Code.of("Rsa.encrypt(" + given.all(Kind.TEXT, Kind.PUBLIC_KEY) + ")", Kind.TEXT);
      case "Rsa.decrypt":
        return Code.of("Rsa.decrypt(" + given.all(Kind.TEXT, Kind.PRIVATE_KEY) + ")", Kind.TEXT);
      case "Rsa.from":
      case "Rsa.fromPkcs1":
        String type = given.size() > 1 ? given.constant(1) : "private";
        if (!"public".equals(type) && !"private".equals(type)) {
          throw new Unconvertible(
              given.at.line, "the type of this key; use Rsa.privateKey or Rsa.publicKey");
        }
        boolean isPublic = "public".equals(type);
        if (given.function.equals("Rsa.from")) {
          Kind kind = isPublic ? Kind.PUBLIC_KEY : Kind.PRIVATE_KEY;
          String reader = isPublic ? "Rsa.publicKey(" : "Rsa.privateKey(";
          Code code = given.code(0);
          boolean key = code.kind == kind;
          return Code.of(key ? code.text : reader + values.text(code, given.at) + ")", kind);
        }
        return Code.of(
            (isPublic ? "Rsa.fromPkcs1Public(" : "Rsa.fromPkcs1(") + given.as(0, Kind.TEXT) + ")",
            isPublic ? Kind.PUBLIC_KEY : Kind.PRIVATE_KEY);
      case "Rsa.fromPkcs8":
        return Code.of("Rsa.fromPkcs8(" + given.all(Kind.TEXT) + ")", Kind.PRIVATE_KEY);
      case "Rsa.fromSpki":
        return Code.of("Rsa.fromSpki(" + given.all(Kind.TEXT) + ")", Kind.PUBLIC_KEY);
      default:
        throw unknown(given);
    }
  }

  private Code aes(Given given) {
    int dot = given.function.indexOf('.');
    String type =
        dot < 0 ? "" : given.function.substring(0, dot); // without one the class is called
    boolean known = Set.of(type + ".encrypt", type + ".decrypt").contains(given.function);
    if (dot < 0 || !known) {
      throw unknown(given);
    }
    Kind text = Kind.TEXT;
    String arguments =
        type.equals("AesEcb")
            ? given.all(text, text)
            : type.equals("AesCbc")
                ? given.all(text, text, text)
                : given.some(3, text, text, text, text);
    return Code.of(given.function + "(" + arguments + ")", Kind.TEXT);
  }

  private Code hash(Given given) {
    switch (given.function) {
      case "Hash.sha1":
      case "Hash.sha256":
        Code code = given.code(0);
        boolean bytes = code.kind == Kind.BYTES || code.kind.isResponse();
        Kind kind = bytes ? Kind.BYTES : Kind.TEXT;
        return Code.of(given.function + "(" + given.all(kind) + ")", Kind.TEXT);
      case "Hash.md5":
        return Code.of(
            "Hash.md5(" + given.some(1, Kind.TEXT, Kind.TEXT, Kind.TEXT) + ")", Kind.TEXT);
      case "Hash.hmac":
        return Code.of(
            "Hash.hmac(" + given.some(2, Kind.TEXT, Kind.TEXT, Kind.TEXT) + ")", Kind.TEXT);
      case "Hash.equals":
        return Code.of("Hash.equals(" + given.all(Kind.TEXT, Kind.TEXT) + ")", Kind.FLAG);
      case "Hash.sign":
        return Code.of("Hash.sign(" + given.all(Kind.TEXT, Kind.MAP, Kind.TEXT) + ")", Kind.TEXT);
      case "Hash.keyObjectFrom":
        return Code.of(given.all(Kind.TEXT), Kind.TEXT); // symmetric keys are texts here
      default:
        throw unknown(given);
    }
  }

  private Code formatter(Given given) {
    Kind text = Kind.TEXT;
    Kind any = Kind.ANY;
    switch (given.function) {
      case "Formatter.nonce":
        return Code.of(
            "Formatter.nonce(" + (given.size() == 0 ? "" : integer(given.as(0, Kind.WHOLE))) + ")",
            text);
      case "Formatter.timestamp":
        return Code.of("Formatter.timestamp()", Kind.WHOLE);
      case "Formatter.authorization":
        return Code.of(
            "Formatter.authorization(" + given.all(text, text, text, any, text) + ")", text);
      case "Formatter.request":
        return Code.of(
            "Formatter.request(" + given.some(4, text, text, any, text, text) + ")", text);
      case "Formatter.response":
        return Code.of("Formatter.response(" + given.some(2, any, text, text) + ")", text);
      case "Formatter.joinedByLineFeed":
        return joined(given);
      case "Formatter.ksort":
        return Code.of("Formatter.ksort(" + given.all(Kind.MAP) + ")", Kind.MAP);
      case "Formatter.queryStringLike":
        return Code.of("Formatter.queryStringLike(" + given.all(Kind.MAP) + ")", text);
      case "Formatter.castCsvBill":
        return Code.of("Formatter.castCsvBill(" + given.all(Kind.BYTES) + ")", Kind.MAP);
      case "Formatter.castCsvLine":
        return Code.of("new LinkedHashMap<>(Formatter.castCsvLine(" + given.all(text) + "))", any);
      default:
        throw unknown(given);
    }
  }

  private static String integer(String text) {
    return text.matches("\\d+") ? text : "(int) (" + text + ")";
  }

  private Code joined(Given given) {
    if (given.size() == 1 && given.nodes.get(0).is(Syntax.SPREAD)) {
      given.takeAll();
      Node list = given.nodes.get(0).kid(0);
      String text = values.as(expressions.convert(list), Kind.LIST, list);
      return Code.of("Formatter.joinedByLineFeed((" + text + ").toArray())", Kind.TEXT);
    }
    List<String> pieces = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      Code code = given.code(i);
      pieces.add(
          code.kind == Kind.JSON
              ? values.text(code, given.at)
              : values.object(code, given.nodes.get(i)));
    }
    String all = String.join(", ", pieces);
    return Code.of(
        "Formatter.joinedByLineFeed(" + (pieces.size() == 1 ? "(Object) " : "") + all + ")",
        Kind.TEXT);
  }

  private Code transformer(Given given) {
    switch (given.function) {
      case "Transformer.toXml":
        return Code.of("Transformer.toXml(" + given.all(Kind.MAP) + ")", Kind.TEXT);
      case "Transformer.toObject":
        return Code.of("Transformer.toObject(" + given.all(Kind.TEXT) + ")", Kind.MAP);
      default:
        throw new Unconvertible(
            given.at.line, "`" + given.function + "`: Wxpay.v2() signs and verifies by itself");
    }
  }

  private Code files(Given given) {
    switch (given.function) {
      case "fs.readFileSync":
      case "fs.readFile":
        boolean text = given.size() > 1;
        given.takeAll(); // the second one is an encoding
        return text
            ? Code.of("Files.readString(" + given.as(0, Kind.FILE) + ")", Kind.TEXT)
            : Code.of("Files.readAllBytes(" + given.as(0, Kind.FILE) + ")", Kind.BYTES);
      case "fs.createReadStream":
      case "fs.createWriteStream":
        return Code.of(given.as(0, Kind.FILE), Kind.FILE);
      case "fs.writeFileSync":
      case "fs.writeFile":
        Code data = given.code(1);
        given.takeAll(); // the third one is an encoding
        boolean bytes = data.kind == Kind.BYTES || data.kind.isResponse();
        return Code.of(
            (bytes ? "Files.write(" : "Files.writeString(")
                + given.as(0, Kind.FILE)
                + ", "
                + given.as(1, bytes ? Kind.BYTES : Kind.TEXT)
                + ")",
            Kind.VOID);
      case "fs.existsSync":
        return Code.of("Files.exists(" + given.as(0, Kind.FILE) + ")", Kind.FLAG);
      default:
        throw unknown(given);
    }
  }

  private Code math(Given given) {
    Code first = given.size() == 0 ? Code.none() : given.code(0);
    String rounding =
        Map.of(
                "Math.floor", "FLOOR",
                "Math.ceil", "CEILING",
                "Math.trunc", "DOWN",
                "Math.round", "HALF_UP")
            .getOrDefault(given.function, "");
    if (!rounding.isEmpty() && given.size() == 1) {
      Code number = values.number(first, given.at);
      if (number.kind == Kind.WHOLE) {
        return number;
      }
      if (number.text.equals(
          "BigDecimal.valueOf(System.currentTimeMillis())"
              + ".divide(BigDecimal.valueOf(1000), MathContext.DECIMAL64)")) {
        return Code.of("Instant.now().getEpochSecond()", Kind.WHOLE);
      }
      return Code.of(
          number.operand() + ".setScale(0, RoundingMode." + rounding + ").longValueExact()",
          Kind.WHOLE);
    }
    String method = given.function.substring("Math.".length());
    if (method.equals("abs") && given.size() == 1) {
      Code number = values.number(first, given.at);
      return number.kind == Kind.WHOLE
          ? Code.of("Math.abs(" + number.text + ")", Kind.WHOLE)
          : Code.of(number.operand() + ".abs()", Kind.DECIMAL);
    }
    if (Set.of("max", "min").contains(method) && given.size() == 2) {
      Code second = given.code(1);
      if (first.kind == Kind.WHOLE && second.kind == Kind.WHOLE) {
        return Code.of("Math." + method + "(" + first.text + ", " + second.text + ")", Kind.WHOLE);
      }
      return Code.of(
          values.number(first, given.at).operand()
              + ("." + method + "(" + values.as(second, Kind.DECIMAL, given.at) + ")"),
          Kind.DECIMAL);
    }
    throw unknown(given);
  }

  private Code objects(Given given) {
    switch (given.function) {
      case "Object.keys":
        return Code.of("new ArrayList<Object>((" + given.all(Kind.MAP) + ").keySet())", Kind.LIST);
      case "Object.values":
        return Code.of("new ArrayList<Object>((" + given.all(Kind.MAP) + ").values())", Kind.LIST);
      case "Object.assign":
        given.takeAll();
        List<Node> spreads = new ArrayList<>();
        for (Node node : given.nodes) {
          if (node.is(Syntax.OBJECT)) {
            spreads.addAll(node.kids);
          } else if (node != given.nodes.get(0)) {
            spreads.add(
                Node.of(Syntax.SPREAD, "", false, List.of(node), node.line, node.start, node.end));
          } else {
            throw new Unconvertible(
                given.at.line, "`Object.assign` to a variable; copy it with `{...a, ...b}`");
          }
        }
        Node all =
            Node.of(Syntax.OBJECT, "", false, spreads, given.at.line, given.at.start, given.at.end);
        return expressions.literals().object(all, null, false);
      default:
        throw unknown(given);
    }
  }

  // Classes

  /** Converts the creation of an object of a class. */
  Code create(String type, List<Node> arguments, Node at) {
    Given given = new Given("new " + type, arguments, at);
    return given.complete(created(given, type, arguments, at));
  }

  private Code created(Given given, String type, List<Node> arguments, Node at) {
    switch (type) {
      case "Wechatpay":
      case "original":
        given.takeAll();
        return new Clients(context, expressions, values).create(arguments, at);
      case "Decorator":
        given.takeAll();
        Code client = new Clients(context, expressions, values).create(arguments, at);
        return Code.axios("", values.named(client, "client", at).text);
      case "Multipart":
        return Code.of("new Multipart()", Kind.FORM);
      case "Error":
      case "TypeError":
        return Code.of(
            "new IllegalStateException(" + (given.size() == 0 ? "" : given.as(0, Kind.TEXT)) + ")",
            Kind.FAILURE);
      case "Date":
        if (given.size() == 0) {
          return Code.of("Instant.now()", Kind.TIME);
        }
        Code value = given.code(0);
        return value.kind == Kind.WHOLE
            ? Code.of("Instant.ofEpochMilli(" + value.text + ")", Kind.TIME)
            : Code.of("Instant.parse(" + given.as(0, Kind.TEXT) + ")", Kind.TIME);
      case "Transformer":
        throw new Unconvertible(at.line, "`new Transformer`: Wxpay.v2() signs and verifies");
      case "URL":
        return Code.of("((Object) java.net.URI.create(" + given.as(0, Kind.TEXT) + "))", Kind.ANY);
      case "Promise":
        throw new Unconvertible(at.line, "`new Promise`; use CompletableFuture");
      default:
        throw new Unconvertible(
            at.line, "`new " + type + "` has no counterpart here; write it in Java");
    }
  }
}
