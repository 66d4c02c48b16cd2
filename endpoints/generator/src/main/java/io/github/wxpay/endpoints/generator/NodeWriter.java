package io.github.wxpay.endpoints.generator;

import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.catalogue.Field;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the class of a node: the segments that may follow, and the verbs. */
final class NodeWriter {
  private final PathNode node;
  private final List<EndpointType> types;
  private final Traits traits;
  private final JavaFile file;

  /**
   * Creates a writer.
   *
   * @param types the types of the endpoints that end at the node
   */
  NodeWriter(PathNode node, List<EndpointType> types, Traits traits) {
    this.node = node;
    this.types = types;
    this.traits = traits;
    this.file =
        node.isRoot()
            ? new JavaFile("", node.root().type())
            : new JavaFile(node.root().room(), node.type());
  }

  /** Writes the file. */
  JavaFile write() {
    String type = node.isRoot() ? node.root().type() : node.type();
    file.doc("The path {@code " + node.path() + "}.");
    file.line("@CheckReturnValue");
    file.open("public final class ", type, " extends Node");
    types.stream().filter(NodeWriter::isSent).forEach(this::constant);
    if (node.isRoot()) {
      rootConstructors(type);
    } else {
      constructors(type);
    }
    node.children().forEach(this::child);
    types.stream().filter(NodeWriter::isSent).forEach(this::verbs);
    views();
    file.line("@Override");
    file.open("protected String describe()");
    file.line("return ", JavaFile.literal(description()), ";");
    file.close();
    return file.close();
  }

  /** Returns whether a verb sends the request: the URL of some files is in an earlier response. */
  private static boolean isSent(EndpointType type) {
    return !type.endpoint().hasDynamicUrl();
  }

  private void constant(EndpointType type) {
    String path = (type.endpoint().version() == 2 ? "v2/" : "") + type.endpoint().path();
    file.line("private static final Verb ", type.endpoint().method(), " =");
    file.line("    Verb.of(");
    file.line("        ", JavaFile.literal(type.endpoint().method()), ",");
    file.line("        ", JavaFile.literal(path), ",");
    file.line("        ", JavaFile.literal(Traits.of(type)), ",");
    file.line("        ", JavaFile.literal(traits.required(type)), ");").line();
  }

  private void rootConstructors(String type) {
    file.open("private ", type, "(Wxpay wxpay, boolean checked)");
    file.line("super(wxpay, checked);");
    file.close();
    file.doc("Returns the typed chain of a client.");
    file.open("public static ", type, " of(Wxpay wxpay)");
    file.line("return new ", type, "(wxpay, true);");
    file.close();
    file.doc("Returns the chain without the check for missing required fields.");
    file.open("public ", type, " unchecked()");
    file.line("return new ", type, "(client(), false);");
    file.close();
  }

  private void constructors(String type) {
    // Public where the parent is in another package; users begin at a root.
    String access = node.isProduct() ? "public " : "";
    if (!access.isEmpty()) {
      file.doc("Creates the node below its root, whose method is simpler.");
    }
    file.open(access, type, "(Node parent)");
    file.line("super(parent);");
    file.close();
    if (node.isPlaceholder()) {
      file.open(type, "(Node parent, Object value)");
      file.line("super(parent, ", JavaFile.literal(node.placeholder()), ", value);");
      file.close();
    }
  }

  private void child(PathNode child) {
    String type =
        node.isRoot()
            ? JavaFile.PACKAGE + "." + child.root().room() + "." + child.type()
            : child.type();
    file.doc(
        "Returns the path {@code "
            + child.path()
            + "}"
            + (child.isPlaceholder() ? ", filled by the options of the verb." : "."));
    file.open("public ", type, " ", child.method(), "()");
    file.line("return new ", type, "(this);");
    file.close();
    if (child.isPlaceholder()) {
      file.doc("Returns the path with the value of {@code " + child.placeholder() + "}.");
      file.open("public ", type, " ", child.method(), "(Object value)");
      file.line("return new ", type, "(this, value);");
      file.close();
    }
  }

  // Verbs

  private void verbs(EndpointType type) {
    Endpoint endpoint = type.endpoint();
    Parameters all = parameters(type, true);
    Parameters some = parameters(type, false);
    if (endpoint.kind() == Endpoint.Kind.REDIRECT) {
      file.doc("Returns the signed URL of a page for the user's browser. " + Docs.verb(endpoint));
      file.open("public String url(", all.declared(), ")");
      file.line("return url(", endpoint.method(), ", ", all.call(), ");");
      file.close();
      return;
    }
    verb(type, all, true);
    if (!some.isSame(all)) {
      // Without options: beside a lambda they would be a second method with as many parameters, and
      // then an IDE completes nothing inside the lambda.
      verb(type, some, false);
    }
  }

  /**
   * Returns the parameters of a verb.
   *
   * @param all whether it has the lambdas that may be left out
   */
  private static Parameters parameters(EndpointType type, boolean all) {
    Parameters parameters = new Parameters();
    type.headers().forEach(parameters::header);
    if (isFile(type)) {
      parameters.path(type.verb().equals("download") ? "target" : "file");
    }
    if (!type.body().isEmpty()) {
      parameters.lambda(type.type("Body"), "Body");
    }
    if (all ? !type.meta().isEmpty() : isRequired(type.meta())) {
      parameters.lambda(type.type("Meta"), "Meta");
    }
    if (all ? !type.query().isEmpty() : isRequired(type.query())) {
      parameters.lambda(type.type("Query"), "Query");
    }
    return parameters;
  }

  private static boolean isRequired(List<Field> fields) {
    return fields.stream().anyMatch(field -> field.isRequired() && !Traits.isMerchant(field));
  }

  private static boolean isFile(EndpointType type) {
    Endpoint.Kind kind = type.endpoint().kind();
    return kind == Endpoint.Kind.DOWNLOAD || kind == Endpoint.Kind.UPLOAD;
  }

  private void verb(EndpointType type, Parameters parameters, boolean options) {
    Endpoint endpoint = type.endpoint();
    String name = type.verb();
    String helper = isFile(type) ? name : "send";
    String view = type.view().isEmpty() ? "ResponseView" : type.type("View");
    for (boolean async : new boolean[] {false, true}) {
      String end = async ? "Async" : "";
      String returned = async ? "CompletableFuture<" + view + ">" : view;
      String suffix = async ? " Does not wait for the response." : "";
      head(type, async, Docs.verb(endpoint) + suffix);
      file.open("public ", returned, " ", name, end, "(", parameters.declared(), ")");
      if (!options) {
        call(type, helper + end, parameters, "Options.none()");
        continue;
      }
      file.line("return ", name, end, "(", parameters.passed("Options.none()"), ");");
      file.close();
      head(type, async, "Does the same with options." + suffix);
      file.open(
          "public ", returned, " ", name, end, "(", parameters.declared("Options options"), ")");
      call(type, helper + end, parameters, "options");
    }
  }

  private void call(EndpointType type, String helper, Parameters parameters, String options) {
    String arguments = parameters.path() + parameters.call() + ", " + options;
    file.line("return ", helper, "(", type.endpoint().method(), ", ", arguments, ");");
    file.close();
  }

  private void head(EndpointType type, boolean async, String doc) {
    boolean deprecated = type.endpoint().isDeprecated();
    if (deprecated) {
      file.line("/**");
      file.line(" * ", doc);
      file.line(" *");
      file.line(" * @deprecated by the platform");
      file.line(" */");
      file.line("@Deprecated");
    } else {
      file.doc(doc);
    }
    if (!async) {
      file.line("@CanIgnoreReturnValue");
    }
  }

  private void views() {
    List<EndpointType> seen =
        types.stream()
            .filter(type -> isSent(type) && !type.view().isEmpty())
            .collect(Collectors.toList());
    if (seen.isEmpty()) {
      return;
    }
    long sent = types.stream().filter(NodeWriter::isSent).count();
    file.line("@Override");
    file.open("protected Typed view(Verb verb, Response response)");
    for (int i = 0; i < seen.size(); i++) {
      EndpointType type = seen.get(i);
      String made = "return new " + type.type("View") + "(response);";
      if (i == seen.size() - 1 && seen.size() == sent) {
        file.line(made);
      } else {
        file.open("if (verb == ", type.endpoint().method(), ")");
        file.line(made);
        file.close();
      }
    }
    if (seen.size() < sent) {
      file.line("return super.view(verb, response);");
    }
    file.close();
  }

  // Text for people

  private String description() {
    StringBuilder text = new StringBuilder(node.path());
    for (EndpointType type : types) {
      Endpoint endpoint = type.endpoint();
      text.append('\n').append(endpoint.method()).append(' ').append(endpoint.title());
      if (endpoint.isDeprecated()) {
        text.append(" (deprecated)");
      }
      text.append(": ")
          .append(isSent(type) ? call(type) : "download(path) of the view with its URL");
      String required = Docs.required(endpoint);
      if (!required.isEmpty() && isSent(type)) {
        text.append("\n  required: ").append(required);
      }
    }
    if (!node.children().isEmpty()) {
      text.append("\nnext: ")
          .append(
              node.children().stream()
                  .map(child -> child.method() + (child.isPlaceholder() ? "(value)" : "()"))
                  .collect(Collectors.joining(", ")));
    }
    return text.toString();
  }

  private static String call(EndpointType type) {
    return type.verb() + "(" + parameters(type, true).shown() + ")";
  }
}
