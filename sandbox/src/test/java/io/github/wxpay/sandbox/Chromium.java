package io.github.wxpay.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A headless Chromium, driven by W3C WebDriver; {@link #close} deletes all files it wrote. */
final class Chromium implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Pattern PORT = Pattern.compile("successfully on port ([0-9]+)");
  private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
  private static final List<String> ARGUMENTS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--disable-dev-shm-usage",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Path home;
  private final Process driver;
  private final String base;
  private String session = "";

  private Chromium(Path home, Process driver, int port) {
    this.home = home;
    this.driver = driver;
    this.base = "http://127.0.0.1:" + port;
  }

  /** Returns whether browser and driver are on the PATH. */
  static boolean isAvailable() {
    return found("chromedriver") && (found("chromium") || found("google-chrome"));
  }

  /** Starts driver and browser with a preferred language. */
  static Chromium start(String language) throws IOException {
    Path home = Files.createTempDirectory("wxpay-chromium");
    ProcessBuilder builder = new ProcessBuilder(program("chromedriver").toString(), "--port=0");
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    for (String name : new String[] {"HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"}) {
      builder.environment().put(name, home.toString());
    }
    Process driver = builder.start();
    Chromium chromium = new Chromium(home, driver, port(driver));
    try {
      chromium.open(language);
      return chromium;
    } catch (IOException | RuntimeException e) {
      chromium.close();
      throw e;
    }
  }

  private static int port(Process driver) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(driver.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher matcher = PORT.matcher(line);
      if (matcher.find()) {
        return Integer.parseInt(matcher.group(1));
      }
    }
    throw new IOException("chromedriver did not print its port");
  }

  private void open(String language) throws IOException {
    ObjectNode body = JSON.createObjectNode();
    ObjectNode capabilities = body.putObject("capabilities").putObject("alwaysMatch");
    capabilities.putObject("goog:loggingPrefs").put("browser", "ALL");
    ObjectNode options = capabilities.putObject("goog:chromeOptions");
    options.put("binary", program(found("chromium") ? "chromium" : "google-chrome").toString());
    ArrayNode arguments = options.putArray("args");
    ARGUMENTS.forEach(arguments::add);
    arguments.add("--user-data-dir=" + home.resolve("profile"));
    arguments.add("--lang=" + language);
    arguments.add("--accept-lang=" + language);
    session = "/session/" + call("POST", "/session", body).path("sessionId").asText();
    ObjectNode limits = JSON.createObjectNode();
    call("POST", session + "/timeouts", limits.put("script", 30_000).put("pageLoad", 30_000));
  }

  void visit(URI address) throws IOException {
    call("POST", session + "/url", JSON.createObjectNode().put("url", address.toString()));
  }

  /** Sets the size of the window; a narrow one is emulated as a phone. */
  void size(int width, int height) throws IOException {
    Map<String, Object> metrics =
        Map.of(
            "width",
            width,
            "height",
            height,
            "deviceScaleFactor",
            width < 600 ? 2 : 1,
            "mobile",
            width < 600);
    command("Emulation.setDeviceMetricsOverride", metrics);
  }

  void dark(boolean on) throws IOException {
    Map<String, String> feature =
        Map.of("name", "prefers-color-scheme", "value", on ? "dark" : "light");
    command("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
  }

  private void command(String name, Map<String, ?> parameters) throws IOException {
    ObjectNode body = JSON.createObjectNode().put("cmd", name);
    body.set("params", JSON.valueToTree(parameters));
    call("POST", session + "/goog/cdp/execute", body);
  }

  /** Returns the value of a JavaScript expression. */
  JsonNode value(String expression) throws IOException {
    return script("sync", "return " + expression + ";");
  }

  /** Waits until a JavaScript expression is true; the browser evaluates it every 50 ms. */
  void until(String expression) throws IOException {
    JsonNode seen =
        script(
            "async",
            "const done = arguments[arguments.length - 1];"
                + "const end = Date.now() + 20000;"
                + "(function look() { let seen; try { seen = ("
                + expression
                + "); } catch (e) { seen = false; }"
                + "if (seen) done(true);"
                + "else if (Date.now() > end) done(false);"
                + "else setTimeout(look, 50); })();");
    if (!seen.asBoolean()) {
      throw new AssertionError(
          "not within 20 s: " + expression + "\nbut: " + value("document.body.innerText").asText());
    }
  }

  private JsonNode script(String kind, String script) throws IOException {
    ObjectNode body = JSON.createObjectNode().put("script", script);
    body.putArray("args");
    return call("POST", session + "/execute/" + kind, body);
  }

  /** Returns the visible text of the first element that matches. */
  String text(String css) throws IOException {
    return call("GET", element(css) + "/text", null).asText();
  }

  /** Clicks an element; fails if it is covered or outside the window. */
  void click(String css) throws IOException {
    call("POST", element(css) + "/click", JSON.createObjectNode());
  }

  void type(String css, String text) throws IOException {
    call("POST", element(css) + "/value", JSON.createObjectNode().put("text", text));
  }

  /** Presses keys in the focused element. */
  void press(String keys) throws IOException {
    ObjectNode body = JSON.createObjectNode();
    ObjectNode source = body.putArray("actions").addObject().put("type", "key").put("id", "keys");
    ArrayNode actions = source.putArray("actions");
    keys.codePoints()
        .mapToObj(Character::toString)
        .forEach(
            key -> {
              actions.addObject().put("type", "keyDown").put("value", key);
              actions.addObject().put("type", "keyUp").put("value", key);
            });
    call("POST", session + "/actions", body);
  }

  private String element(String css) throws IOException {
    ObjectNode body = JSON.createObjectNode().put("using", "css selector").put("value", css);
    String id = call("POST", session + "/element", body).path(ELEMENT).asText();
    return session + "/element/" + id;
  }

  /** Returns the messages on the browser's console since the previous call. */
  List<String> complaints() throws IOException {
    JsonNode log =
        call("POST", session + "/se/log", JSON.createObjectNode().put("type", "browser"));
    return Stream.iterate(0, i -> i + 1)
        .limit(log.size())
        .map(i -> log.get(i).path("level").asText() + " " + log.get(i).path("message").asText())
        .collect(Collectors.toList());
  }

  void screenshot(Path file) throws IOException {
    String png = call("GET", session + "/screenshot", null).asText();
    Files.write(file, Base64.getDecoder().decode(png));
  }

  private JsonNode call(String method, String path, ObjectNode body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(60))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    try {
      HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      JsonNode value = JSON.readTree(response.body()).path("value");
      if (response.statusCode() != 200) {
        throw new IOException(path + ": " + value.path("message").asText());
      }
      return value;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Ends browser and driver by process ID and deletes their files. */
  @Override
  public void close() throws IOException {
    List<ProcessHandle> all = driver.descendants().collect(Collectors.toList());
    all.add(driver.toHandle());
    try {
      if (!session.isEmpty()) {
        call("DELETE", session, null);
      }
    } finally {
      all.forEach(ProcessHandle::destroyForcibly);
      all.forEach(process -> process.onExit().orTimeout(10, TimeUnit.SECONDS).join());
      delete(home);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).collect(Collectors.toList())) {
        Files.deleteIfExists(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean found(String name) {
    return program(name) != null;
  }

  private static Path program(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Stream.of(path.split(File.pathSeparator)), Stream.of("/usr/bin"))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }
}
