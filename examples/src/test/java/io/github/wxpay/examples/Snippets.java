package io.github.wxpay.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.wxpay.Wxpay;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.SignedNotification;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs the blocks of one page against one sandbox, in a folder with a merchant's files. */
final class Snippets implements AutoCloseable {
  private static final Pattern XML =
      Pattern.compile("<artifactId>(.*?)</artifactId>\\s*<version>(.*?)</version>");
  private static final Pattern GRADLE = Pattern.compile("'[\\w.-]+:([\\w-]+):([\\w.-]+)'");
  private static final Pattern EXPORT =
      Pattern.compile("export (?<name>WXPAY_\\w+)=(?<quote>'?)(?<value>[^' ]+)\\k<quote>");
  private static final Pattern PROFILE = Pattern.compile(" -P ([\\w-]+)");
  private static final Pattern MODULE = Pattern.compile(" -pl ([\\w-]+)");

  private final Path folder;
  private final Sandbox sandbox;
  private final MerchantFiles files;
  private final Wxpay wxpay;
  private final String paid;
  private final String mediaId;
  private int frames;
  private @Nullable Sandbox https;
  private @Nullable Wxpay secured;

  /** Starts a sandbox and pays an order. */
  Snippets(Path folder) throws IOException {
    this.folder = folder;
    this.sandbox = Sandbox.start();
    this.files = MerchantFiles.write(sandbox, folder);
    this.wxpay = Wxpay.of(sandbox.config());
    wxpay.chain("v3/pay/transactions/native").post(order("paid-0001"));
    sandbox.pay("paid-0001");
    this.paid =
        wxpay
            .chain("v3/pay/transactions/out-trade-no/paid-0001")
            .get(Map.of("params", Map.of("mchid", wxpay.mchid())))
            .get("transaction_id");
    this.mediaId =
        wxpay
            .chain("v3/merchant-service/images/upload")
            .upload(files.path("license.png"))
            .get("media_id");
  }

  /** Runs a Java block, which was compiled to a class, and compares its output. */
  void run(Fence fence, Class<?> type) throws Exception {
    JavaBlock block = new JavaBlock(fence, files.realJava(fence.text()));
    if (block.isProgram()) {
      Frame.programPrinted();
      Method main = type.getDeclaredMethod("main", String[].class);
      main.setAccessible(true); // the class of a program is not public
      main.invoke(null, (Object) new String[0]);
      compare(fence, block, Frame.programPrinted());
      return;
    }
    Frame frame = filled((Frame) type.getDeclaredConstructor().newInstance());
    fillSecured(frame, fence);
    Wxpay client = frame.run();

    compare(fence, block, frame.printed());
    if (block.makesClient()) {
      boolean brand = fence.frame().equals("brand");
      works(client, brand ? "brand/marketing/product-coupon/notify-configs" : "v3/certificates");
    }
  }

  /** Runs or compares a block that is not Java. */
  void run(Fence fence) throws Exception {
    switch (fence.language()) {
      case "json":
        Path file = Files.writeString(folder.resolve("wxpay.json"), files.real(fence.text()));
        works(Wxpay.load(file), "v3/certificates");
        break;
      case "sh":
        if (fence.frame().equals("command")) {
          compareCommand(fence);
        } else {
          runWithVariables(fence);
        }
        break;
      case "xml":
        compareVersions(fence, XML);
        break;
      case "groovy":
        compareVersions(fence, GRADLE);
        break;
      default:
        fail("%s: blocks of this language cannot be run", fence);
    }
  }

  /** Runs a Java block in a JShell session and compares its output. */
  void play(Fence fence, JShellSession shell) {
    JavaBlock block = new JavaBlock(fence, files.realJava(fence.text()));
    Frame.shown =
        filled(
            new Frame() {
              @Override
              public Wxpay run() {
                throw new UnsupportedOperationException();
              }
            });
    fillSecured(Frame.shown, fence);
    shell.play(Frame.reset());
    shell.printed();

    shell.play(block.lines());

    compare(fence, block, shell.printed());
    shell.play(Frame.declarations(fence.text()));
  }

  @Override
  public void close() {
    wxpay.close();
    sandbox.close();
    if (https != null && secured != null) {
      secured.close();
      https.close();
    }
  }

  private static void compare(Fence fence, JavaBlock block, List<String> printed) {
    List<Pattern> expected = block.expected();
    assertThat(printed).as(fence.toString()).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(printed.get(i)).as(fence.toString()).matches(expected.get(i));
    }
  }

  /** Requests the certificates in another process, with the variables that the block exports. */
  private void runWithVariables(Fence fence) throws Exception {
    Path errors = folder.resolve("stderr");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                FromEnvironment.class.getName(),
                sandbox.uri().toString())
            .directory(folder.toFile())
            .redirectError(errors.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("WXPAY_"));
    files
        .real(fence.text())
        .lines()
        .forEach(
            line -> {
              Matcher export = EXPORT.matcher(line);
              assertThat(export.matches()).as("%s: %s", fence, line).isTrue();
              builder.environment().put(export.group("name"), export.group("value"));
            });
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(printed).as(Files.readString(errors)).isEqualTo("200");
  }

  /** Compares the modules and the profile that a command of Maven names with the project's. */
  private static void compareCommand(Fence fence) throws IOException {
    String poms =
        Files.readString(Project.folder().resolve("pom.xml"))
            + Files.readString(Project.folder().resolve("examples/pom.xml"));

    assertThat(fence.text()).as(fence.toString()).matches("((mvn|java) .*\\n)+");
    assertThat(PROFILE.matcher(fence.text()).results())
        .allSatisfy(profile -> assertThat(poms).contains("<id>" + profile.group(1) + "</id>"));
    assertThat(MODULE.matcher(fence.text()).results())
        .allSatisfy(module -> assertThat(Project.folder().resolve(module.group(1))).isDirectory());
  }

  /** Compares the versions that a block names with those of the project. */
  private static void compareVersions(Fence fence, Pattern coordinates) throws IOException {
    String pom = Files.readString(Project.folder().resolve("pom.xml"));
    String junit = found(pom, "<junit.version>(.*?)</junit.version>");
    Map<String, String> versions = new HashMap<>();
    String own = found(pom, "<version>(.*?)</version>");
    versions.put("wxpay", own);
    versions.put("wxpay-sandbox", own);
    versions.put("wxpay-catalogue", own);
    versions.put("wxpay-endpoints", own);
    versions.put("junit-jupiter", junit);
    versions.put("junit-platform-launcher", junit.replaceFirst("^5", "1"));
    versions.put(
        "maven-surefire-plugin",
        found(pom, "<artifactId>maven-surefire-plugin</artifactId>\\s*<version>(.*?)</version>"));
    List<MatchResult> named =
        coordinates.matcher(fence.text()).results().collect(Collectors.toList());

    assertThat(named).as(fence.toString()).hasSizeGreaterThan(2);
    assertThat(named)
        .allSatisfy(
            name ->
                assertThat(name.group(2)).as(name.group()).isEqualTo(versions.get(name.group(1))));
  }

  private static String found(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .findFirst()
        .orElseThrow(() -> new AssertionError("pom.xml has no " + pattern))
        .group(1);
  }

  /** Requires that the client of a block sends requests that the sandbox accepts. */
  private void works(Wxpay client, String path) {
    try (client) {
      Wxpay here = client.newBuilder().baseUrl(sandbox.uri().toString()).build();

      assertThat(here.chain(path).get().status()).isEqualTo(200);
    }
  }

  /** Sets the fields of a frame, with new objects for those that a block may change. */
  private Frame filled(Frame frame) {
    frames++;
    frame.wxpay = wxpay;
    frame.sandbox = sandbox;
    frame.mchid = wxpay.mchid();
    frame.apiV3Key = files.text("apiV3Key");
    frame.secret = files.text("secret");
    frame.anotherKey = Rsa.privateKey(files.text("privateKey"));
    frame.kms = new Kms(frame.anotherKey);
    frame.another =
        wxpay.newBuilder().mchid("1900000110").apiV3Key("another-key-of-thirty-two-bytes!").build();
    frame.no = "unpaid-" + frames;
    frame.order = order("other-" + frames);
    wxpay.chain("v3/pay/transactions/native").post(order(frame.no));
    frame.paid = paid;
    frame.day = LocalDate.now(ZoneId.of("Asia/Shanghai")).toString();
    frame.mediaId = mediaId;
    SignedNotification notification =
        sandbox.notification(
            "TRANSACTION.SUCCESS", Map.of("out_trade_no", frame.no, "amount", Map.of("total", 1)));
    frame.headers = notification.headers();
    frame.bytes = notification.body();
    return frame;
  }

  /** Sets the fields that need https, in those blocks that use them. */
  private void fillSecured(Frame frame, Fence fence) {
    if (!fence.text().matches("(?s).*\\b(secured|wecom)\\b.*")) {
      return;
    }
    if (https == null || secured == null) {
      https = Sandbox.builder().https(true).start();
      secured = Wxpay.of(https.config());
    }
    frame.secured = secured;
    frame.agentSecret = https.workwxSecret();
    frame.wecom = frame.secured.newBuilder().hook(new WeComSign(frame.agentSecret)).build();
  }

  private Map<String, Object> order(String number) {
    Map<String, Object> order = new HashMap<>();
    order.put("appid", "wxd678efh567hg6787");
    order.put("mchid", files.text("mchid"));
    order.put("description", "README");
    order.put("out_trade_no", number);
    order.put("notify_url", "https://example.com/wxpay/notify");
    order.put("amount", Map.of("total", 1, "currency", "CNY"));
    return order;
  }
}
