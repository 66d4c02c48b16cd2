package io.github.wxpay.examples;

import io.github.wxpay.Wxpay;
import io.github.wxpay.sandbox.Sandbox;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The variables that a Java block of a page uses without declaring them. Public, because blocks are
 * compiled into classes of another loader.
 */
public abstract class Frame {
  /** A client of the sandbox. */
  public Wxpay wxpay;

  /** The sandbox of {@link #wxpay}. */
  public Sandbox sandbox;

  /** The merchant. */
  public String mchid;

  /** The code of an authorisation that can be ended. */
  public String code = "1234567890";

  /** The body that ends {@link #code}. */
  public Map<String, Object> body = Map.of("service_id", "500001", "reason", "示例：解除授权");

  /** An order that can be placed. */
  public Map<String, Object> order;

  /** The merchant's number of an unpaid order. */
  public String no;

  /** The platform's number of a paid order. */
  public String paid;

  /** An order's token for the front end. */
  public String prepayId = "wx201410272009395522657a690389285100";

  /** An image that was uploaded. */
  public String mediaId;

  /** The day of {@link #paid}, in the format of a bill's date. */
  public String day;

  /** A receiver of profit sharing, without its name. */
  public Map<String, Object> receiver =
      Map.of(
          "appid", "wxd678efh567hg6787",
          "type", "PERSONAL_OPENID",
          "account", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
          "relation_type", "PARTNER");

  /** The headers of a notification of the payment of {@link #no}. */
  public Map<String, String> headers;

  /** The body of the notification. */
  public byte[] bytes;

  /** The APIv3 key. */
  public String apiV3Key;

  /** The APIv2 key. */
  public String secret;

  /** A client of a sandbox with https, which has the merchant certificate. */
  public Wxpay secured;

  /** The client {@link #secured} with the hook {@link WeComSign}. */
  public Wxpay wecom;

  /** The secret of the payment application in WeCom that {@link #wecom} signs with. */
  public String agentSecret;

  /** A client of another merchant, with other keys. */
  public Wxpay another;

  /** The private key of another merchant. */
  public PrivateKey anotherKey;

  /** A key service that does not reveal the merchant's private key. */
  public Kms kms;

  /** The frame whose fields a JShell session reads. */
  public static Frame shown;

  /** The output of complete programs, which extend no frame. */
  private static final List<String> PRINTED = Collections.synchronizedList(new ArrayList<>());

  private final List<String> printed = Collections.synchronizedList(new ArrayList<>());

  /** Runs the block and returns the client that it created, if any. */
  public abstract Wxpay run() throws Exception;

  /** Replaces {@code System.out.println}. */
  protected final void print(Object line) {
    printed.add(String.valueOf(line));
  }

  final List<String> printed() {
    return List.copyOf(printed);
  }

  /** Replaces {@code System.out.println} in complete programs. */
  public static void println(Object line) {
    PRINTED.add(String.valueOf(line));
  }

  /** Returns the output of complete programs since the last call. */
  static List<String> programPrinted() {
    List<String> lines = List.copyOf(PRINTED);
    PRINTED.clear();
    return lines;
  }

  /** Returns lines that declare the fields as variables of JShell. */
  static List<String> declarations() {
    return fields().map(Frame::declaration).collect(Collectors.toList());
  }

  /** Returns lines that declare again those fields whose names a block declares with its types. */
  static List<String> declarations(String text) {
    return fields()
        .filter(field -> text.matches("(?s)(.*\n)?[A-Z][\\w<>, ]* " + field.getName() + " = .*"))
        .map(Frame::declaration)
        .collect(Collectors.toList());
  }

  /** Returns a statement that gives these variables the values of {@link #shown}. */
  static List<String> reset() {
    String from = " = " + Frame.class.getName() + ".shown.";
    return List.of(
        fields()
            .map(field -> field.getName() + from + field.getName() + ";")
            .collect(Collectors.joining(" ", "{ ", " }")));
  }

  private static String declaration(Field field) {
    return field.getGenericType().getTypeName() + " " + field.getName() + " = null;";
  }

  private static Stream<Field> fields() {
    return Stream.of(Frame.class.getFields()).filter(f -> !Modifier.isStatic(f.getModifiers()));
  }
}
