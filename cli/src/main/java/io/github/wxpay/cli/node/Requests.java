package io.github.wxpay.cli.node;

import io.github.wxpay.Wxpay;
import io.github.wxpay.cli.node.Node.Syntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Converts chains and their verbs, and the requests of the older clients of axios. */
final class Requests {
  static final Set<String> WITH_BODY = Set.of("post", "put", "patch");
  static final Set<String> WITHOUT_BODY = Set.of("get", "delete");

  private static final Pattern PLACEHOLDER = Pattern.compile("[{<]\\+?([^}>]+)[}>]");

  /** The options that both know. */
  private static final Set<String> SHARED =
      Set.of("params", "headers", "baseURL", "timeout", "security", "nonceless", "meta");

  private static final Map<String, String> REPLACED =
      Map.ofEntries(
          Map.entry("transformRequest", "write a Hook with `request(Outgoing)`, builder.hook(…)"),
          Map.entry("transformResponse", "write a Hook with `response(Incoming)`, builder.hook(…)"),
          Map.entry("validateStatus", "catch StatusException, which has the status"),
          Map.entry("maxContentLength", "use the option `maxBytes`"),
          Map.entry("maxBodyLength", "remove it; bodies have no limit here"),
          Map.entry("httpsAgent", "set merchantCertificate(…) of the builder, and `security`"),
          Map.entry("httpAgent", "set httpClient(…) of the builder"),
          Map.entry("proxy", "set httpClient(…) of the builder, with a ProxySelector"),
          Map.entry("paramsSerializer", "remove it; a query has one notation here"),
          Map.entry("onUploadProgress", "use Options.progress(…)"),
          Map.entry("onDownloadProgress", "use Options.progress(…)"),
          Map.entry("data", "the original drops the body of this method; use Chain.request(…)"));

  private final Context context;
  private final Expressions expressions;
  private final Values values;

  Requests(Context context, Expressions expressions, Values values) {
    this.context = context;
    this.expressions = expressions;
    this.values = values;
  }

  /** Returns a chain with a property of the original's chain. */
  static Code property(Code chain, String name, Node at) {
    String segment = Wxpay.normalize(name);
    if (segment.isEmpty()) {
      throw new Unconvertible(
          at.line, "an empty segment drops all segments before it in the original; remove it");
    }
    return with(chain, segment);
  }

  /** Returns a chain with the value of an expression as its next segment. */
  Code computed(Code chain, Code name, Node at) {
    if (name.constant != null) {
      return property(chain, name.constant, at);
    }
    return with(chain, "\0Wxpay.normalize(" + values.text(name, at) + ")");
  }

  /** Returns a chain with a path as it is written. */
  Code literal(Code chain, Code path, Node at) {
    if (path.constant != null) {
      if (path.constant.isEmpty()) {
        return property(chain, "", at);
      }
      return with(chain, path.constant);
    }
    return with(chain, "\0" + values.text(path, at));
  }

  private static Code with(Code chain, String segment) {
    List<String> segments = new ArrayList<>(chain.kind == Kind.CHAIN ? chain.names : List.of());
    segments.add(segment);
    boolean client = chain.kind == Kind.CLIENT || chain.module.equals("client");
    return Code.chain(chain.text, client, segments);
  }

  /** Returns the Java of a chain. */
  static String rendered(Code chain) {
    StringBuilder out = new StringBuilder(chain.operand());
    List<String> segments = new ArrayList<>(joined(chain.names));
    if (chain.module.equals("client") && !segments.isEmpty()) {
      String first = segments.get(0);
      if (first.matches("v[23](/.*)?") && (first.length() == 2 || first.length() > 3)) {
        out.append('.').append(first, 0, 2).append("()");
        segments.set(0, first.length() == 2 ? "" : first.substring(3));
      }
    }
    for (String segment : segments) {
      if (segment.startsWith("\0")) {
        out.append(".chain(").append(segment.substring(1)).append(')');
      } else if (!segment.isEmpty()) {
        out.append(".chain(").append(JavaText.quoted(segment)).append(')');
      }
    }
    return out.toString();
  }

  /** Returns the segments, those that are constant joined to paths. */
  private static List<String> joined(List<String> segments) {
    List<String> joined = new ArrayList<>();
    for (String segment : segments) {
      int last = joined.size() - 1;
      if (last >= 0 && !segment.startsWith("\0") && !joined.get(last).startsWith("\0")) {
        joined.set(last, joined.get(last) + "/" + segment);
      } else {
        joined.add(segment);
      }
    }
    return joined;
  }

  /** Returns the path of a chain, if it is constant. */
  static @Nullable String path(Code chain) {
    boolean constant =
        chain.module.equals("client") && chain.names.stream().noneMatch(s -> s.startsWith("\0"));
    return constant ? String.join("/", chain.names) : null;
  }

  /** Converts a verb of a chain; {@code call} is the verb of the chain itself, which is POST. */
  Code call(Code chain, String verb, List<Node> arguments, Node at) {
    String method = verb.equals("call") ? "post" : verb;
    boolean withBody = WITH_BODY.contains(method);
    int most = withBody ? 2 : 1;
    if (arguments.size() > most || arguments.stream().anyMatch(one -> one.is(Syntax.SPREAD))) {
      throw new Unconvertible(
          at.line, "`" + method + "` takes up to " + most + " arguments; check the call");
    }
    Node config = arguments.size() == most ? arguments.get(most - 1) : null;
    Node body = withBody && !arguments.isEmpty() ? arguments.get(0) : null;
    if (context.typed) {
      String typed = new Typed(context, expressions, values).call(chain, method, body, config);
      if (typed != null) {
        return Code.of(typed, Kind.RESPONSE);
      }
    }
    boolean sent = context.sent;
    context.sent = true;
    try {
      return send(chain, method, body, config);
    } finally {
      context.sent = sent;
    }
  }

  private Code send(Code chain, String method, @Nullable Node body, @Nullable Node config) {
    String data = null;
    boolean form = false;
    if (WITH_BODY.contains(method)) {
      String made = body == null ? null : form(body, config);
      form = made != null;
      if (body == null) {
        data = "null";
      } else if (made != null) {
        data = made;
      } else {
        Code value = expressions.convert(body);
        form = value.kind == Kind.FORM;
        if (form && value.variable != null) {
          context.learned.wants(value.variable.key, Kind.FORM); // the options no longer show it
        }
        data = values.object(value, body);
      }
    }
    String options = config == null ? null : config(config, path(chain), form);
    List<String> given = new ArrayList<>();
    if (data != null) {
      given.add(data);
    }
    if (options != null) {
      given.add(options);
    }
    String call = rendered(chain) + "." + method + "(" + String.join(", ", given) + ")";
    return Code.of(call, isFile(config) ? Kind.FILE_RESPONSE : Kind.RESPONSE);
  }

  private static boolean isFile(@Nullable Node config) {
    return config != null
        && config.is(Syntax.OBJECT)
        && config.kids.stream()
            .anyMatch(
                one ->
                    one.is(Syntax.PROPERTY, "responseType")
                        && Set.of("arraybuffer", "stream", "blob").contains(one.kid(0).text));
  }

  /** Converts an object with a file and the header of a form, which axios sends as a form. */
  private @Nullable String form(Node body, @Nullable Node config) {
    boolean isForm =
        body.is(Syntax.OBJECT)
            && config != null
            && context.original(config).toLowerCase(Locale.ROOT).contains("multipart/form-data");
    if (!isForm) {
      return null;
    }
    StringBuilder form = new StringBuilder("new Multipart()");
    for (Node property : body.kids) {
      if (!property.is(Syntax.PROPERTY) || property.flag) {
        throw new Unconvertible(property.line, "write the form with `new Multipart().append(…)`");
      }
      Code value = expressions.convert(property.kid(0));
      form.append(".append(")
          .append(JavaText.quoted(property.text))
          .append(", ")
          .append(values.object(value, property))
          .append(')');
    }
    return form.toString();
  }

  /**
   * Converts the config of a request; none if nothing of it is left.
   *
   * @param path the path, which has the names of the placeholders, if it is constant
   */
  @Nullable String config(Node config, @Nullable String path, boolean form) {
    if (!config.is(Syntax.OBJECT)) {
      Code value = expressions.convert(config);
      return value.kind == Kind.NULL ? null : values.as(value, Kind.MAP, config);
    }
    Set<String> placeholders = path == null ? Set.of() : placeholders(path);
    List<Node> kept = new ArrayList<>();
    for (Node property : config.kids) {
      String name = property.text;
      if (!property.is(Syntax.PROPERTY) || property.flag || placeholders.contains(name)) {
        kept.add(property);
      } else if (SHARED.contains(name)) {
        if (!isMadeByForm(property, form)) {
          kept.add(property);
        }
      } else if (name.equals("responseType")) {
        if (property.kid(0).is(Syntax.TEXT, "stream")) {
          context.note(property, "the file is read into memory; Chain.download(Path) streams it");
        }
      } else if (REPLACED.containsKey(name)) {
        throw new Unconvertible(property.line, "`" + name + "`: " + REPLACED.get(name));
      } else if (path != null) {
        throw new Unconvertible(
            property.line,
            "`"
                + name
                + "` is neither a placeholder of "
                + path
                + " nor an option that is known here; remove it");
      } else {
        kept.add(property);
      }
    }
    if (kept.isEmpty()) {
      return null;
    }
    return expressions.literals().options(config, kept, form);
  }

  private static Set<String> placeholders(String path) {
    Matcher matcher = PLACEHOLDER.matcher(path);
    return matcher.results().map(result -> result.group(1)).collect(Collectors.toSet());
  }

  /** Returns whether an option says what a form says itself. */
  private boolean isMadeByForm(Node property, boolean form) {
    if (!form) {
      return false;
    }
    if (property.text.equals("meta")) {
      return true;
    }
    return property.text.equals("headers")
        && (!property.kid(0).is(Syntax.OBJECT)
            || property.kid(0).kids.stream().allMatch(Requests::isHeaderOfForm));
  }

  static boolean isHeaderOfForm(Node header) {
    return header.is(Syntax.SPREAD) || header.text.toLowerCase(Locale.ROOT).equals("content-type");
  }

  // The clients of axios

  /** Converts a call of {@code client.v3} or {@code client.v2}. */
  Code axios(Code client, String verb, List<Node> arguments, Node at) {
    String version = client.module.substring("axios/".length());
    if (verb.equals("request") && version.isEmpty()) {
      return decorated(client, arguments, at);
    }
    if (verb.equals("request") || verb.equals("call")) {
      return requested(client, version, arguments, at);
    }
    boolean withBody = WITH_BODY.contains(verb);
    if ((!withBody && !WITHOUT_BODY.contains(verb)) || arguments.isEmpty()) {
      throw new Unconvertible(at.line, "`" + verb + "` of a client of axios has no counterpart");
    }
    Code chain = chain(client, version, arguments.get(0));
    Node body = withBody && arguments.size() > 1 ? arguments.get(1) : null;
    int index = withBody ? 2 : 1;
    Node config = arguments.size() > index ? arguments.get(index) : null;
    return send(chain, verb, body, config);
  }

  /** Returns the chain of a URL, which begins with a slash there. */
  private Code chain(Code client, String version, Node url) {
    Code path = expressions.convert(url);
    Code root = Code.of(client.text, Kind.CLIENT);
    String prefix = version.equals("v2") ? "v2/" : "";
    if (path.constant != null) {
      return literal(root, Code.constant(prefix + path.constant.replaceFirst("^/+", "")), url);
    }
    String text = values.text(path, url);
    text = text.startsWith("\"/") ? "\"" + text.substring(2) : text;
    if (!prefix.isEmpty()) {
      text = "\"v2/\" + " + text;
    }
    return literal(root, Code.loose(text, Kind.TEXT), url);
  }

  /** Converts {@code client.request(path, method, data, config)}. */
  private Code decorated(Code client, List<Node> arguments, Node at) {
    if (arguments.size() < 2 || !arguments.get(1).is(Syntax.TEXT)) {
      throw new Unconvertible(at.line, "the method of this request is not a constant");
    }
    Code chain = chain(client, "v3", arguments.get(0));
    String method = arguments.get(1).text.toLowerCase(Locale.ROOT);
    Node body = arguments.size() > 2 ? arguments.get(2) : null;
    Node config = arguments.size() > 3 ? arguments.get(3) : null;
    if (WITH_BODY.contains(method) || WITHOUT_BODY.contains(method)) {
      return send(chain, method, body, config);
    }
    throw new Unconvertible(at.line, "use Chain.request(method, body, options)");
  }

  /** Converts {@code axios.request({method, url, data, params, …})}. */
  private Code requested(Code client, String version, List<Node> arguments, Node at) {
    if (arguments.size() != 1 || !arguments.get(0).is(Syntax.OBJECT)) {
      throw new Unconvertible(at.line, "the config of this request is not an object literal");
    }
    Node config = arguments.get(0);
    Node url = null;
    Node body = null;
    String method = "get";
    List<Node> rest = new ArrayList<>();
    for (Node property : config.kids) {
      if (property.is(Syntax.PROPERTY, "url")) {
        url = property.kid(0);
      } else if (property.is(Syntax.PROPERTY, "method") && property.kid(0).is(Syntax.TEXT)) {
        method = property.kid(0).text.toLowerCase(Locale.ROOT);
      } else if (property.is(Syntax.PROPERTY, "data")) {
        body = property.kid(0);
      } else {
        rest.add(property);
      }
    }
    if (url == null || (!WITH_BODY.contains(method) && !WITHOUT_BODY.contains(method))) {
      throw new Unconvertible(at.line, "the request has no constant method and url");
    }
    if (body != null && WITHOUT_BODY.contains(method)) {
      throw new Unconvertible(body.line, "`data`: " + REPLACED.get("data"));
    }
    Node others = Node.of(Syntax.OBJECT, "", false, rest, config.line, config.start, config.end);
    return send(chain(client, version, url), method, body, rest.isEmpty() ? null : others);
  }
}
