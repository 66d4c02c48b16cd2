package io.github.wxpay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.RawRequest;
import io.github.wxpay.testing.RawServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The recorded command lines of the original. Requests, files and figures of {@code same} are
 * equal; {@code fail} sends nothing; {@code fix} does what the original should have done. Failed
 * requests end with an exit code other than 0, which in the original is 0. {@code -Dvectors=DIR}
 * takes the cases of another folder.
 */
class VectorsTest {
  /** The cases that differ on purpose, with the reason. */
  private static final Map<String, String> DEPARTURES =
      Map.of(
          "fixed-crt-no-aad",
          "a certificate without the associated data of certificates is not trusted, since a"
              + " ciphertext of another purpose could be put in its place",
          "req-headers",
          "a header with characters outside ASCII is refused, and not sent without them",
          "req-upper-method",
          "a method may be written in upper case");

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final Pattern FIELD = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  @TempDir Path fixtures;
  @TempDir Path folder;

  private Path out;

  private final List<String> differing = new ArrayList<>();
  private final Map<String, Integer> counts = new TreeMap<>();

  @BeforeEach
  void copyFixtures() throws IOException {
    out = Files.createDirectories(folder.resolve("a").resolve("out"));
    for (String name : List.of("apiclient_key.pem", "platform_cert.pem")) {
      Files.write(fixtures.resolve(name), Fixtures.bytes(name));
    }
  }

  @Test
  void runsTheRecordedCommandLines() throws Exception {
    try (RawServer server = new RawServer(ServerSocketFactory.getDefault())) {
      for (JsonNode one : cases()) {
        String port = one.get("port").textValue();
        if (DEPARTURES.containsKey(one.get("id").textValue())) {
          port = "departed";
        } else if (!port.equals("free")) {
          run(server, one, port);
        }
        counts.merge(port, 1, Integer::sum);
      }
    }

    assertThat(differing).isEmpty();
    if (System.getProperty("vectors", "").isEmpty()) {
      assertThat(counts)
          .containsExactlyInAnyOrderEntriesOf(
              Map.of("same", 27, "fail", 8, "fix", 11, "free", 20, "departed", 3));
    }
  }

  @Test
  void departsAsListed() throws Exception {
    try (RawServer server = new RawServer(ServerSocketFactory.getDefault())) {
      for (JsonNode one : cases()) {
        String id = one.get("id").textValue();
        if (id.equals("fixed-crt-no-aad")) {
          CommandRun run = execute(server, one);
          assertThat(run.code).as("%s", run).isEqualTo(1);
          assertThat(run.err).contains("associated_data");
          assertThat(files()).isEmpty();
        } else if (id.equals("req-headers")) {
          CommandRun run = execute(server, one);
          assertThat(run.code).isEqualTo(2);
          assertThat(run.err).contains("'X-A'");
          assertThat(server.received()).isEmpty();
        } else if (id.equals("req-upper-method")) {
          assertThat(execute(server, one).code).isZero();
          assertThat(server.received().get(0).method).isEqualTo("GET");
        }
      }
    }
  }

  private void run(RawServer server, JsonNode one, String port) throws IOException {
    String id = one.get("id").textValue();
    CommandRun run = execute(server, one);
    JsonNode expected = one.path("expected");
    String problem;
    switch (port) {
      case "fail":
        problem = run.code == 0 || !server.received().isEmpty() ? "did not fail: " + run : "";
        break;
      case "fix":
        problem = fixed(id, run, server.received(), one);
        break;
      default:
        problem = difference(one, expected, run, server.received());
    }
    if (!problem.isEmpty()) {
      differing.add(id + " (" + port + "): " + problem);
    }
    for (Path file : written(one)) {
      Files.deleteIfExists(file);
    }
  }

  private CommandRun execute(RawServer server, JsonNode one) {
    JsonNode reply = one.path("input").path("reply");
    server.responding(request -> http(reply));
    List<String> arguments = new ArrayList<>();
    one.path("input")
        .path("argv")
        .forEach(argument -> arguments.add(substituted(argument.textValue(), server)));
    return CommandRun.of(arguments.toArray(new String[0]));
  }

  private String substituted(String text, RawServer server) {
    return text.replace("{FIXTURES}", fixtureFolder().toString())
        .replace("{OUT}", out.toString())
        .replace("{BASE}", server.url() + "/");
  }

  private static byte[] http(JsonNode reply) {
    byte[] body = reply.path("body").asText("").getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.path("status").asInt() + " X\r\n");
    for (JsonNode header : reply.path("headers")) {
      head.append(header.get(0).textValue() + ": " + header.get(1).textValue() + "\r\n");
    }
    head.append("Content-Length: " + body.length + "\r\nConnection: close\r\n\r\n");
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
    all.writeBytes(body);
    return all.toByteArray();
  }

  // Cases that the original does right

  private String difference(
      JsonNode one, JsonNode expected, CommandRun run, List<RawRequest> received)
      throws IOException {
    JsonNode requests = expected.path("requests");
    if (received.size() != requests.size()) {
      return received.size() + " requests instead of " + requests.size() + ": " + run;
    }
    for (int i = 0; i < requests.size(); i++) {
      String problem = difference(requests.get(i), received.get(i));
      if (!problem.isEmpty()) {
        return problem;
      }
    }
    boolean crt = one.get("id").textValue().contains("crt");
    boolean succeeded =
        crt ? !expected.path("files_written").isEmpty() : expected.hasNonNull("stdout_data");
    if ((run.code == 0) != succeeded) {
      return "exit code " + run;
    }
    String files = filesDifference(one, expected.path("files_written"));
    if (!files.isEmpty() || !succeeded) {
      return files;
    }
    return crt ? figures(expected, run, one) : output(one, run);
  }

  private static String difference(JsonNode expected, RawRequest got) {
    String body = new String(got.body, StandardCharsets.UTF_8);
    Map<String, String> fields = new TreeMap<>();
    Matcher matcher = FIELD.matcher(got.headers.getOrDefault("Authorization", ""));
    while (matcher.find()) {
      fields.put(matcher.group(1), matcher.group(2));
    }
    Map<String, Object> is = new TreeMap<>();
    is.put("method", got.method);
    is.put("target", got.target);
    is.put("body", body);
    is.put("content_type", got.headers.get("Content-Type"));
    if (expected.has("mchid")) {
      is.put("mchid", fields.get("mchid"));
      is.put("serial_no", fields.get("serial_no"));
      is.put("verified", verified(got, fields));
    }
    Map<String, Object> recorded = new TreeMap<>();
    is.keySet()
        .forEach(name -> recorded.put(name, JSON.convertValue(expected.get(name), Object.class)));
    for (JsonNode header : expected.path("other_headers")) {
      String name = header.get(0).textValue();
      is.put(name, got.headers.get(name));
      recorded.put(name, header.get(1).textValue());
    }
    return is.equals(recorded) ? "" : "request " + is + " instead of " + recorded;
  }

  private static boolean verified(RawRequest got, Map<String, String> fields) {
    String text =
        String.join("\n", got.method, got.target, fields.get("timestamp"), fields.get("nonce_str"))
            + "\n"
            + new String(got.body, StandardCharsets.UTF_8)
            + "\n";
    return fields.get("timestamp").equals("1700000000")
        && fields.get("nonce_str").equals(CommandRun.NONCE)
        && Fixtures.verifies(
            text.getBytes(StandardCharsets.UTF_8),
            fields.get("signature"),
            Fixtures.merchantPublicKey());
  }

  private String filesDifference(JsonNode one, JsonNode expected) throws IOException {
    Map<String, String> is = new TreeMap<>();
    for (Path file : written(one)) {
      is.put(file.getFileName().toString(), Files.readString(file));
    }
    Map<String, String> recorded = new TreeMap<>();
    expected.properties().forEach(file -> recorded.put(file.getKey(), file.getValue().textValue()));
    return is.equals(recorded) ? "" : "files " + is + " instead of " + recorded;
  }

  /**
   * Returns the files of a case, which may be in the folder of the process or in the temporary one.
   */
  private List<Path> written(JsonNode one) throws IOException {
    List<Path> files = files();
    for (String name : (Iterable<String>) one.path("expected").path("files_written")::fieldNames) {
      for (Path folder : List.of(Path.of("."), Path.of(System.getProperty("java.io.tmpdir")))) {
        if (argv(one).contains("-o") == folder.toString().equals(".")
            && Files.exists(folder.resolve(name))
            && files.isEmpty()) {
          files.add(folder.resolve(name));
        }
      }
    }
    return files;
  }

  private static List<String> argv(JsonNode one) {
    List<String> arguments = new ArrayList<>();
    one.path("input").path("argv").forEach(argument -> arguments.add(argument.textValue()));
    return arguments;
  }

  /** Returns the files below the folder that is above that of the output. */
  private List<Path> files() throws IOException {
    try (Stream<Path> list = Files.walk(folder)) {
      List<Path> files = new ArrayList<>();
      list.filter(Files::isRegularFile).forEach(files::add);
      return files;
    }
  }

  /** Compares the figures of the recorded output, whose colours are removed. */
  private String figures(JsonNode expected, CommandRun run, JsonNode one) {
    String recorded = expected.get("stdout").textValue().replaceAll("\u001b\\[[0-9;]*m", "");
    for (String line : recorded.split("\n", -1)) {
      String figure = line.strip();
      boolean wording = figure.startsWith("You may confirm");
      boolean path = figure.startsWith("Saved to:") || figure.startsWith("openssl");
      String file = "wechatpay_" + expected.path("files_written").fieldNames().next().substring(10);
      if (!wording && !run.out.contains(path ? file : figure)) {
        return "no '" + figure + "' of " + one.get("id") + " in " + run;
      }
    }
    return run.out.contains("Saved to: ") && run.out.contains("openssl x509 -in ") ? "" : run.out;
  }

  private static String output(JsonNode one, CommandRun run) throws IOException {
    String body = one.path("input").path("reply").path("body").textValue();
    if (argv(one).contains("-bbb")) {
      return run.out.equals(body) ? "" : run.toString();
    }
    JsonNode recorded =
        body.startsWith("<") ? JSON.valueToTree(Transformer.toObject(body)) : JSON.readTree(body);
    return JSON.readTree(run.out).equals(recorded) ? "" : run.toString();
  }

  // Cases that the original does wrong

  private String fixed(String id, CommandRun run, List<RawRequest> received, JsonNode one)
      throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path file : files()) {
      names.add(file.getFileName().toString());
    }
    RawRequest got = received.isEmpty() ? null : received.get(0);
    String body = got == null ? "" : new String(got.body, StandardCharsets.UTF_8);
    boolean right;
    switch (id) {
      case "crt-two":
      case "crt-alias-downloader":
        Set<String> all = new TreeSet<>();
        JSON.readTree(one.path("input").path("reply").path("body").textValue())
            .path("data")
            .forEach(entry -> all.add("wechatpay_" + entry.get("serial_no").textValue() + ".pem"));
        right = run.code == 0 && names.equals(all);
        break;
      case "fixed-crt-path-traversal":
        right = run.code != 0 && names.isEmpty() && run.out.isEmpty();
        break;
      case "req-data-mchid":
        right = run.code == 0 && body.equals("{\"mchid\":\"1900000109\"}");
        break;
      case "req-data-with-get":
        right = run.code == 2 && got == null;
        break;
      case "req-data-with-delete":
        right =
            run.code == 0
                && Objects.requireNonNull(got).method.equals("DELETE")
                && got.target.equals("/v3/x?q=1")
                && body.equals("{\"a\":\"1\"}");
        break;
      case "req-no-data-post":
        right = run.code == 0 && body.equals("{}");
        break;
      case "req-config-serial-digits":
        right =
            run.code == 0
                && Objects.requireNonNull(got)
                    .headers
                    .get("Authorization")
                    .contains("serial_no=\"1234567890\"");
        break;
      case "req-error-404":
        right = run.code == 1 && run.out.isEmpty() && run.err.contains("\"code\": \"X\"");
        break;
      case "req-error-signature":
        right = run.code != 0 && run.out.isEmpty();
        break;
      case "req-v2":
        right =
            run.code == 0
                && body.equals(
                    "<xml><mch_id>1900000109</mch_id><nonce_str>n</nonce_str>"
                        + "<sign>21697009DFC5A149AD6B0ABF24376B3E</sign></xml>");
        break;
      default:
        return "no expectation for this case";
    }
    return right ? "" : names + " " + body + " " + run;
  }

  private Path fixtureFolder() {
    String given = System.getProperty("vectors", "");
    return given.isEmpty() ? fixtures : Path.of(given).toAbsolutePath().resolve("fixtures");
  }

  private static JsonNode cases() throws IOException {
    String given = System.getProperty("vectors", "");
    try (InputStream in =
        given.isEmpty()
            ? VectorsTest.class.getResourceAsStream("/vectors/cli.json")
            : Files.newInputStream(Path.of(given, "cli.json"))) {
      return JSON.readTree(in);
    }
  }
}
