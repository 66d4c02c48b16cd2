package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.codec.Bill;
import io.github.wxpay.codec.BillRow;
import io.github.wxpay.codec.Formatter;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.call.RequestConfig;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.internal.text.Checks;
import io.github.wxpay.internal.text.DidYouMean;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.trust.KeyLoader;
import io.github.wxpay.internal.trust.PlatformKey;
import io.github.wxpay.internal.url.BaseUrl;
import io.github.wxpay.internal.url.Template;
import io.github.wxpay.internal.v3.Uploads;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.NamedCertificate;
import io.github.wxpay.testing.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every reader of text from outside takes time in proportion to the length, and no more stack for a
 * long text than for a short one.
 *
 * <p>The CPU time of the one thread that reads is measured, so that a busy machine, the compiler
 * and the collector do not count. Four doublings end at 128 KiB ({@code -Pnightly}: 1 MiB), where a
 * reader that looks at every pair of characters takes three seconds, and one that copies what it
 * has read at every character half a second; a linear one takes milliseconds. So the longest text
 * comes first: below {@link #CERTAINLY_LINEAR} the ratios, which noise could spoil, are not looked
 * at; above, eight times the length may take {@link #RATIO} times the time (64 times would be
 * quadratic), in the best of three runs. The stack has room for one frame per hundred characters at
 * most.
 */
class HostileTextTest {
  private static final boolean NIGHTLY = Boolean.getBoolean("nightly");
  private static final int[] LENGTHS =
      IntStream.rangeClosed(0, 4).map(i -> (NIGHTLY ? 1 << 16 : 1 << 13) << i).toArray();
  private static final int STACK = 256 << 10;
  private static final int RUNS = 3;
  private static final long CERTAINLY_LINEAR = NIGHTLY ? 2_000_000_000 : 125_000_000;
  private static final long LONGEST = 10_000_000_000L;
  private static final int RATIO = 24;

  /** The texts for every reader, in addition to its specific ones. */
  private static final List<String> UNITS =
      List.of("-----", " ", "\n", "/", "{", "<", "a", "0", ",", "\"", "%2e", "\u5fae", "\ud83d");

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final FakeHttpClient HTTP =
      new FakeHttpClient(sent -> Reply.bare(200, "{}").with("Request-ID", "1"));
  private static final Wxpay WXPAY =
      Clients.builder()
          .secret(Fixtures.SECRET)
          .apiV3Key(Fixtures.API_V3_KEY)
          .httpClient(HTTP)
          .build();

  private static void assumeCpuTime() {
    assumeTrue(
        THREADS.isCurrentThreadCpuTimeSupported(),
        "Skipped: this JVM does not measure the CPU time of a thread.");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"keys", "configuration", "requests", "responses", "formats"})
  void readsHostileTextInLinearTimeAndLittleStack(Reader reader) throws InterruptedException {
    assumeCpuTime();

    List<String> faults = new Run(reader, LENGTHS, CERTAINLY_LINEAR).faults();

    assertThat(faults).isEmpty();
  }

  @Test
  void findsReaderThatIsQuadratic() throws InterruptedException {
    assumeCpuTime();
    Reader reader = Reader.of("quadratic", HostileTextTest::pairs).only(text("", "a", ""));
    int[] lengths = {1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15}; // a megabyte would take minutes
    for (int i = 0; i < 20; i++) { // else the compiler makes the longest text look fast
      pairs("a".repeat(1 << 11));
    }

    assertThat(new Run(reader, lengths, 0).faults())
        .singleElement()
        .asString()
        .contains("quadratic");
  }

  @Test
  void findsReaderThatUsesStackForEveryCharacter() throws InterruptedException {
    Reader reader =
        Reader.of("recursive", text -> depth(text, 0)).only(text("", "a", ""), text("", "b", ""));

    assertThat(new Run(reader, LENGTHS, CERTAINLY_LINEAR).faults())
        .hasSize(2)
        .allSatisfy(fault -> assertThat(fault).contains("StackOverflowError"));
  }

  static Stream<Reader> keys() {
    Text[] armour = {
      text("-----BEGIN A-----\n", "A-A: b\n", ""),
      text("-----BEGIN A-----\n", "A-A:", ""),
      text("-----BEGIN A-----\n", " A-A:\n", "-----END B-----"),
      text("-----BEGIN A-----\n", "a-", ""),
      text("-----BEGIN A-----\n", "a-a ", "!"),
      text("-----BEGIN A-----\n", " ", "-----END A----"),
      text("-----BEGIN A-----\n", "\n", ""),
      text("-----BEGIN A-----\nProc-Type: ", "4", ""),
      text("-----BEGIN ", "A", ""),
      text("-----BEGIN ", "A ", "-----"),
      text("", "-----BEGIN ", ""),
      text("", "-----BEGIN A-----", ""),
      text("", "-----BEGIN A-----\n", ""),
      text("", "-----BEGIN A-----a-a:", ""),
      text("", "-----BEGIN A-----\nA-A: b\n", ""),
      text("", "-----BEGIN A----------END B-----", ""),
      text("-----BEGIN A-----", "-----END A-----", ""),
      text("-----BEGIN PRIVATE KEY-----\n", "AAAA\n", "-----END PRIVATE KEY-----"),
      text("", "-----BEGIN A-----\nAAAA\n-----END A-----\n", ""),
      // what hung the expression that was here before, 142 characters of it
      text("-----BEGIN A-----", "A-A:", "!")
    };
    return Stream.of(
        Reader.of("private key", Rsa::privateKey).with(armour),
        Reader.of("public key", Rsa::publicKey).with(armour),
        Reader.of("certificate", Rsa::certificate).with(armour),
        Reader.of("encrypted key", text -> Rsa.privateKey(text, "secret")).with(armour),
        Reader.of("base64 key", Rsa::fromPkcs8),
        Reader.of("protocol string", text -> Rsa.privateKey("private.pkcs1://" + text)),
        Reader.of("key file", text -> Rsa.privateKey("file://" + text)),
        Reader.of("key resource", text -> Rsa.privateKey("classpath:" + text))
            .only(text("", "a/", ""), text("", "../", "")),
        Reader.of("key of a builder", text -> Clients.once().privateKey(text)).with(armour),
        Reader.of("platform key", text -> Clients.once().platformKey("A", text)).with(armour),
        Reader.of("platform key id", text -> Clients.once().platformKey(text, "x")),
        Reader.prepared("subject of a certificate", HostileTextTest::subject)
            .only(text("", Fixtures.MCHID, "")));
  }

  static Stream<Reader> configuration() {
    Text[] urls = {
      text("https://h", "/", "x"),
      text("https://h/", "/", ""),
      text("https://h/", "a/", ""),
      text("https://h/", "%2f", ""),
      text("https://h/", "%", ""),
      text("https:", "/", "@"),
      text("https://", "a", ""),
      text("https://", "a.", ""),
      text("https://", "a-", ""),
      text("https://", "1.", ""),
      text("https://[", ":", "]"),
      text("https://", "a:", "@h"),
      text("a", "a", "@"),
      text("https://h", "?", "#"),
      text("https://h:", "1", "/")
    };
    return Stream.of(
        Reader.of("base URL", BaseUrl::check).with(urls),
        Reader.of("dictionary key", text -> Wxpay.of(Map.of(text, "x"))),
        Reader.of("dictionary key of merchant", text -> with("merchant", Map.of(text, "x"))),
        Reader.of("dictionary header name", text -> with("headers", Map.of(text, "x"))),
        Reader.of("dictionary header value", text -> with("headers", Map.of("X", text))),
        Reader.of("dictionary certificate id", text -> with("certs", Map.of(text, "x"))),
        Reader.of("dictionary certificate", text -> with("certs", Map.of("A", text))),
        Reader.of("dictionary private key", text -> with("privateKey", text)),
        Reader.of("dictionary base URL", text -> with("baseURL", text)).with(urls),
        Reader.of("dictionary timeout", text -> with("timeout", text)),
        Reader.of("dictionary secret", text -> with("secret", text)),
        Reader.of("certificates of the environment", HostileTextTest::environment)
            .with(text("", "a=", ""), text("", "a=b;", ""), text("", ";", "")),
        Reader.of("token", text -> Checks.token("mchid", text)),
        Reader.of("timeout", text -> Checks.duration("timeout", text)),
        Reader.of("size", text -> Checks.bytes("maxResponseBytes", text)),
        Reader.of("flag", text -> Checks.flag("security", text)),
        Reader.of(
            "option", text -> RequestConfig.read(Map.of(text, 1), Set.of("transaction_id", "a"))),
        Reader.of("nearest word", text -> DidYouMean.nearest(text, List.of("privateKey", "a"))),
        Reader.of("nearest of long words", text -> DidYouMean.nearest("privateKey", List.of(text))),
        Reader.of("nearest of itself", text -> DidYouMean.nearest(text, List.of(text, text + "a"))),
        Reader.of("printable text", Printable::of),
        Reader.of("printable name", Printable::name),
        Reader.of("printable path", Printable::path),
        Reader.of("printable lines", Printable::lines));
  }

  static Stream<Reader> requests() {
    Text[] templates = {
      text("", "{a", ""),
      text("", "{a}", ""),
      text("", "{a}/", ""),
      text("", "{b}/", ""),
      text("", "{+", "}"),
      text("", "{+a}", ""),
      text("", "<a>", ""),
      text("", "<{", ""),
      text("", "{<", ""),
      text("{", "a<", ""),
      text("{", "a", "<"),
      text("<", "a", "}"),
      text("v3", "/a", ""),
      text("v3", "/.", ""),
      text("v3", "/%2e", ""),
      text("v3/", "%2e", "/"),
      text("v3?", "a=b&", ""),
      text("v3?", "{a}", ""),
      text("a", "a+-.", "://"),
      text("", "a://", ""),
      text("https://api.mch.weixin.qq.com/", "/", ""),
      text("https://api.mch.weixin.qq.com/v3/", "a/", ""),
      text("v3/merchant-service/images/", "upload", "/"),
      text("v3/merchant-service/images/", "a", ""),
      text("v3/merchant-service/images/", "a", "/"),
      text("v3/global/", "statements", ""),
      text("v2/pay/", "a/", "")
    };
    Text[] paths = {
      text("v3/mch-manage/submission-files/sub-mchid/", "a", "/upload"),
      text("v3/mch-manage/submission-files/sub-mchid/", "/upload", "/"),
      text("", "v3/mch-operation-manage/enhanced-due-diligence/", "")
    };
    Path file = Fixtures.path("upload.gif");
    Map<String, String> values = Map.of("a", "b");
    return Stream.of(
        Reader.of("template", text -> Template.of(text).names()).with(templates),
        Reader.of("expanded template", text -> Template.of(text).expand(values)).with(templates),
        Reader.of("value", text -> Template.of("v3/{a}").expand(Map.of("a", text))),
        Reader.of("encoded value", text -> Template.of("v3/{+a}").expand(Map.of("a", text))),
        Reader.of("path", text -> WXPAY.chain(text).get(Options.none())).with(templates),
        Reader.of("method", text -> WXPAY.chain("v3/a").request(text, null, Options.none())),
        Reader.of("query", text -> WXPAY.chain("v3/a").get(Options.none().query(text, text))),
        Reader.of("property chain", WXPAY::prop)
            .with(text("", "a.", "a"), text("", "$a_b$.", "a"), text("", "aB", "")),
        Reader.of("property", Wxpay::normalize)
            .with(
                text("$", "$", "a"),
                text("_", "_", "\n"),
                text("$", "a", "$"),
                text("_", "$", "_a"),
                text("", "\u2028", "")),
        Reader.of("absolute path", text -> outgoing("GET", text)).with(templates),
        Reader.of("upload path", text -> Uploads.form(text, Map.of(), file)).with(paths),
        Reader.of("header name", text -> Headers.none().with(text, "x")),
        Reader.of("header value", text -> Headers.none().with("X", text))
            .with(text("", "\t ", "\u0000")),
        Reader.prepared("many headers", HostileTextTest::headers)
            .only(text("many", HostileTextTest::manyCases)));
  }

  static Stream<Reader> responses() {
    Text[] markup = xml();
    Text[] json = json();
    return Stream.of(
        Reader.of("header received", text -> Headers.received(Map.of(text, text)).toString()),
        Reader.of("refusal", text -> answered(Reply.bare(500, text), "v3/a")).with(markup),
        Reader.of("refusal in JSON", text -> answered(Reply.bare(400, text), "v3/a")).with(json),
        Reader.of("request ID", text -> answered(Reply.bare(400, "").with("Request-ID", text))),
        Reader.of("serial", text -> answered(Reply.signed("").with("Wechatpay-Serial", text))),
        Reader.of("time", text -> answered(Reply.signed("").with("Wechatpay-Timestamp", text))),
        Reader.of("nonce", text -> answered(Reply.signed("").with("Wechatpay-Nonce", text))),
        Reader.of("response of APIv2", text -> answered(Reply.bare(200, text), "v2/pay/micropay"))
            .with(markup),
        Reader.of(
                "JSON of APIv2",
                text -> answered(Reply.bare(200, text), "v2/appauth/getaccesstoken"))
            .with(json),
        Reader.of("notification", text -> notified(Map.of(), text)).with(markup).with(json),
        Reader.of("notification header", text -> notified(Map.of(text, text), "{}")));
  }

  static Stream<Reader> formats() {
    JsonNode data = Json.read(utf8("{\"a\":".repeat(60) + "{}" + "}".repeat(60)));
    Text[] bills = {
      text("", "a,", ""),
      text("a,b\n", "`1,`2\n", "a,b\n`1,`2"),
      text("a,b\n`1,`2\n", "`", ""),
      text("a,b\n`1,`2\n", ",`", ""),
      text("a,b\n", ",", ""),
      text("a\n", "1\n", ""),
      text("a\n", "`1\r\n", ""),
      text("a\n`1\n", "\n\r", ""),
      text("\u6536\u652f\u7c7b\u578b\n", "`\u6536\n", "a\n`1"),
      text("names and rows", n -> ",".repeat(n / 2) + "\n" + "1\n".repeat(n / 4))
    };
    return Stream.of(
        Reader.of("XML", Transformer::toObject).with(xml()),
        Reader.of("XML of a message", Transformer::toMessage).with(xml()),
        Reader.of("name of a field", text -> Transformer.toXml(Map.of(text, "x"))),
        Reader.of("value of a field", text -> Transformer.toXml(Map.of("a", text)))
            .with(text("", "]]>", ""), text("", "a", "\u0000")),
        Reader.of("JSON", text -> Json.read(utf8(text))).with(json()),
        Reader.of("JSON or text", text -> Json.readOrText(utf8(text))).with(json()),
        Reader.of("JSON pointer", text -> Response.text(data, text))
            .with(
                text("", "/a", ""),
                text("", "/~0", ""),
                text("/", "~1", ""),
                text("/", "~", ""),
                text("", "/a/~", "")),
        Reader.of("bill", HostileTextTest::bill).with(bills),
        Reader.prepared("bill of many gzip members", HostileTextTest::members)
            .only(text("", "1", "")),
        Reader.of("line of CSV", Formatter::castCsvLine).with(text("`", ",`", "")),
        Reader.of("CSV", text -> Formatter.castCsvBill(utf8(text)))
            .with(text("", "\r", "\n"), text("a\n", "`1\r\n", ""), text("`", ",`", "")));
  }

  private static Text[] xml() {
    List<Text> all = new ArrayList<>();
    for (String unit :
        List.of(
            "<a>",
            "</a>",
            "<a/>",
            "<a></a>",
            "<![CDATA[",
            "]]>",
            "<![CDATA[]]>",
            "<!--",
            "<!-- -->",
            "<?a b?>",
            "&lt;",
            "&#65;",
            "&a;",
            "<!DOCTYPE a>",
            "<a")) {
      all.add(text("", unit, ""));
      all.add(text("<xml>", unit, "</xml>"));
      all.add(text("<xml><a>", unit, "</a></xml>"));
    }
    all.add(text("<xml", " a='1'", "/>"));
    all.add(text("<xml a='", "&lt;", "'/>"));
    all.add(text("<xml><", "a", "/></xml>"));
    all.add(text("<xml><a>", "x", "</a></xml>"));
    all.add(text("<xml><a>x", " ", "x</a></xml>"));
    all.add(text("<?xml ", " ", "?>"));
    return all.toArray(new Text[0]);
  }

  private static Text[] json() {
    List<Text> all = new ArrayList<>();
    for (String unit :
        List.of(
            "[", "{\"a\":", "[1,", "1.", "1e", "-", "\\u", "\\ud83d", "tru", "/*", "'", "\"a\"")) {
      all.add(text("[", unit, "]"));
      all.add(text("{\"a\":\"", unit, "\"}"));
    }
    return all.toArray(new Text[0]);
  }

  private static Bill bill(String text) {
    try (Bill bill = Bill.of(utf8(text))) {
      for (Work work : List.<Work>of(() -> rows(bill), bill::summary, bill::check)) {
        run(work);
      }
      return bill;
    }
  }

  private static void rows(Bill bill) {
    try (Stream<BillRow> rows = bill.rows()) {
      rows.forEach(row -> row.get(0));
    }
  }

  /**
   * Returns one gzip member for each eighth character, in a stream that returns one byte at a time.
   */
  private static Work members(String text) {
    ByteArrayOutputStream member = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(member)) {
      out.write('1');
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < text.length() / 8; i++) {
      all.writeBytes(member.toByteArray());
    }
    byte[] bytes = all.toByteArray();
    return () -> rows(Bill.of(bytes));
  }

  /** Returns a subject of many names from DER, since the JDK is slow at reading one as text. */
  private static Work subject(String text) {
    byte[] value = utf8(Fixtures.MCHID);
    byte[] name = der(0x31, der(0x30, der(0x06, new byte[] {0x55, 4, 3}), der(0x13, value)));
    byte[][] names = new byte[text.length() / value.length][];
    Arrays.fill(names, name);
    X500Principal principal = new X500Principal(der(0x30, names));
    PlatformKey key =
        KeyLoader.platformKey(
            Fixtures.PLATFORM_SERIAL,
            new NamedCertificate(Fixtures.certificate("platform_cert.pem"), principal));
    return () -> key.isOf("1");
  }

  private static byte[] der(int tag, byte[]... contents) {
    int length = Arrays.stream(contents).mapToInt(content -> content.length).sum();
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 5);
    out.write(tag);
    if (length < 128) {
      out.write(length);
    } else {
      out.writeBytes(new byte[] {(byte) 0x83, (byte) (length >> 16), (byte) (length >> 8)});
      out.write(length);
    }
    for (byte[] content : contents) {
      out.writeBytes(content);
    }
    return out.toByteArray();
  }

  /** Names of 20 letters that differ in the case of their letters alone. */
  private static String manyCases(int length) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < length / 32; i++) {
      for (int bit = 0; bit < 20; bit++) {
        out.append((i >> bit & 1) == 0 ? 'a' : 'A');
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static Work headers(String names) {
    Map<String, String> map = new LinkedHashMap<>();
    names.lines().forEach(name -> map.put(name, "x"));
    Map<String, List<String>> lists = new LinkedHashMap<>();
    map.forEach((name, value) -> lists.put(name, List.of(value)));
    return () -> {
      Headers.of(map);
      Headers.received(lists);
    };
  }

  private static Wxpay with(String key, Object value) {
    Map<String, Object> dictionary = Fixtures.dictionary();
    dictionary.put(key, value);
    return Wxpay.of(dictionary);
  }

  private static Wxpay environment(String certs) {
    return ConfigReader.environment(
        Map.of("WXPAY_MCHID", Fixtures.MCHID, "WXPAY_SERIAL", "AB", "WXPAY_CERTS", certs));
  }

  private static Outgoing outgoing(String method, String template) {
    return Outgoing.of(
        method,
        "https://api.mch.weixin.qq.com",
        template,
        Headers.none(),
        null,
        Options.of("a", "b"));
  }

  private static Response answered(Reply reply) {
    return answered(reply, "v3/a");
  }

  private static Response answered(Reply reply, String path) {
    return WXPAY
        .newBuilder()
        .httpClient(FakeHttpClient.answering(reply))
        .build()
        .chain(path)
        .post(Map.of("mch_id", Fixtures.MCHID));
  }

  private static Notification notified(Map<String, String> headers, String body) {
    return WXPAY.notifications().parse(headers, utf8(body));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static int pairs(String text) {
    int sum = 0;
    for (int i = 0; i < text.length(); i++) {
      for (int j = 0; j < i; j++) {
        sum += (text.charAt(i) * 31 + text.charAt(j)) % 7;
      }
    }
    return sum;
  }

  private static int depth(String text, int from) {
    return from == text.length() ? 0 : 1 + depth(text, from + 1);
  }

  private static Text text(String head, String unit, String tail) {
    return new Text(
        head + "(" + unit + ")*" + tail,
        length -> {
          int count = Math.max(1, (length - head.length() - tail.length()) / unit.length());
          return head + unit.repeat(count) + tail;
        });
  }

  private static Text text(String name, IntFunction<String> maker) {
    return new Text(name, maker);
  }

  private interface Work {
    void run() throws Exception;
  }

  /** Runs work that may refuse its text, by one of the documented exceptions. */
  private static void run(Work work) {
    try {
      work.run();
    } catch (WxpayException | IllegalArgumentException | IllegalStateException e) {
      // The text is refused.
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A hostile text of any length. */
  private static final class Text {
    private final String name;
    private final IntFunction<String> maker;

    Text(String name, IntFunction<String> maker) {
      this.name = Printable.of(name);
      this.maker = maker;
    }
  }

  /** A way in for text, and the texts that could harm it. */
  private static final class Reader {
    private final String name;
    private final Function<String, Work> work;
    private final Set<Text> texts = new LinkedHashSet<>();

    private Reader(String name, Function<String, Work> work) {
      this.name = name;
      this.work = work;
      UNITS.forEach(unit -> texts.add(text("", unit, "")));
    }

    interface Use {
      @Nullable Object of(String text) throws Exception;
    }

    static Reader of(String name, Use use) {
      return new Reader(name, text -> () -> use.of(text));
    }

    /** Returns a reader of the result of a function, whose time is not measured. */
    static Reader prepared(String name, Function<String, Work> work) {
      return new Reader(name, work);
    }

    Reader with(Text... more) {
      Collections.addAll(texts, more);
      return this;
    }

    Reader only(Text... others) {
      texts.clear();
      return with(others);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** One reader on a thread with a small stack. */
  private static final class Run {
    private final Reader reader;
    private final int[] lengths;
    private final long certainlyLinear;
    private final List<String> faults = Collections.synchronizedList(new ArrayList<>());
    private volatile @Nullable String current;

    Run(Reader reader, int[] lengths, long certainlyLinear) {
      this.reader = reader;
      this.lengths = lengths;
      this.certainlyLinear = certainlyLinear;
    }

    /** Returns the texts that took too much time or stack. */
    List<String> faults() throws InterruptedException {
      Thread thread = new Thread(null, this::all, reader.name, STACK);
      thread.setDaemon(true); // what hangs cannot be ended
      thread.start();
      thread.join(240_000);
      if (thread.isAlive()) {
        faults.add(reader.name + " does not end with " + current);
      }
      return faults;
    }

    private void all() {
      for (Text text : reader.texts) {
        current = text.name;
        try {
          String fault = fault(text);
          if (!fault.isEmpty()) {
            faults.add(fault);
          }
        } catch (RuntimeException | Error e) {
          faults.add(reader.name + ", " + text.name + ": " + e);
        }
      }
    }

    private String fault(Text text) {
      if (time(text.maker.apply(lengths[lengths.length - 1])) < certainlyLinear) {
        return "";
      }
      long[] best = new long[lengths.length];
      Arrays.fill(best, Long.MAX_VALUE);
      for (int run = 0; run < RUNS; run++) {
        for (int i = 0; i < lengths.length; i++) {
          best[i] = Math.min(best[i], time(text.maker.apply(lengths[i])));
        }
        if (isLinear(best)) {
          return "";
        }
      }
      return reader.name + ", " + text.name + ": " + Arrays.toString(best) + " ns";
    }

    private boolean isLinear(long[] times) {
      long longest = times[times.length - 1];
      return longest < certainlyLinear
          || (longest < LONGEST && longest < RATIO * times[times.length - 4]);
    }

    private long time(String text) {
      Work work = reader.work.apply(text);
      long start = THREADS.getCurrentThreadCpuTime();
      HostileTextTest.run(work);
      return THREADS.getCurrentThreadCpuTime() - start;
    }
  }
}
