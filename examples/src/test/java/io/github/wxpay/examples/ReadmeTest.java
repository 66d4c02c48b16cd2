package io.github.wxpay.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.wxpay.Wxpay;
import io.github.wxpay.sandbox.Sandbox;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** Runs every fenced block of both READMEs, and holds the two files together. */
class ReadmeTest {
  private static final String ENGLISH = "README.md";
  private static final String CHINESE = "README.zh-CN.md";
  private static final List<String> QUICK_START = List.of("Quick start", "快速开始");
  private static final Pattern COMMENT = Pattern.compile("(?m) *// .*$");

  @TempDir Path folder;
  private Sandbox sandbox;
  private MerchantFiles files;

  @BeforeEach
  void aMerchantHasItsFiles() throws IOException {
    sandbox = Sandbox.start();
    files = MerchantFiles.write(sandbox, folder);
  }

  @AfterEach
  void closeSandbox() {
    sandbox.close();
  }

  static Stream<Fence> fences() throws IOException {
    return Stream.concat(Fence.of(ENGLISH).stream(), Fence.of(CHINESE).stream());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fences")
  void everyBlockWorks(Fence fence) throws Exception {
    switch (fence.language()) {
      case "java":
        runJava(fence);
        break;
      case "json":
        loadJson(fence);
        break;
      case "sh":
        runShell(fence);
        break;
      case "xml":
        compareWithPom(fence);
        break;
      default:
        fail("%s: nothing here runs such a block", fence);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {ENGLISH, CHINESE})
  void noBlockIsOverlooked(String file) throws IOException {
    assertThat(Fence.of(file)).hasSizeGreaterThan(10);
    assertThat(Fence.prose(file).lines())
        .noneMatch(line -> line.contains("```") || line.matches("(~~~| {4}|\\t).*"));
  }

  @Test
  void bothLanguagesShowTheSameBlocks() throws IOException {
    assertThat(blocks(CHINESE)).isEqualTo(blocks(ENGLISH));
  }

  @ParameterizedTest
  @CsvSource({ENGLISH, CHINESE})
  void theQuickStartIsTwoCommandsOfOneLine(String file) throws IOException {
    List<String> commands =
        Fence.of(file).stream()
            .filter(fence -> QUICK_START.contains(fence.heading()))
            .map(Fence::text)
            .collect(Collectors.toList());

    assertThat(commands)
        .containsExactly("mvn -q -P quick-start -pl examples -am\n", "mvn -B verify\n");
    assertThat(Files.readString(Project.folder().resolve(".ci/run")))
        .contains(" " + commands.get(1).strip() + ";");
    assertThat(Files.readString(Project.folder().resolve("pom.xml")))
        .contains("<id>quick-start</id>", "<defaultGoal>process-classes</defaultGoal>");
    assertThat(Files.readString(Project.folder().resolve("examples/pom.xml")))
        .contains("<mainClass>" + QuickStart.class.getName() + "</mainClass>");
  }

  @ParameterizedTest
  @ValueSource(strings = {ENGLISH, CHINESE, "CHANGELOG.md"})
  void everyLinkLeadsToAFile(String file) throws IOException {
    String text = Files.readString(Project.folder().resolve(file));

    assertThat(Pattern.compile("]\\(((?!https:)[^)]+)\\)").matcher(text).results())
        .allSatisfy(link -> assertThat(Project.folder().resolve(link.group(1))).exists());
  }

  private void runJava(Fence fence) throws Exception {
    boolean client = fence.frame().equals("client");
    Path classes = Files.createDirectory(folder.resolve("classes"));
    String text = files.real(fence.text()).replace("apiclient_key.pem", name("apiclient_key.pem"));
    JavaBlock block = new JavaBlock(text.replace("\"pub_key.pem", "\"" + name("pub_key.pem")));
    block.compile(classes, client ? "wxpay" : "null");

    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()});
        Wxpay wxpay = Wxpay.of(sandbox.config())) {
      Frame frame = (Frame) loader.loadClass("Snippet").getDeclaredConstructor().newInstance();
      fill(frame, wxpay);
      Wxpay made = frame.run();

      List<Pattern> expected = block.expected();
      assertThat(frame.printed()).as(fence.toString()).hasSameSizeAs(expected);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(frame.printed().get(i)).as(fence.toString()).matches(expected.get(i));
      }
      if (client) {
        works(made);
      }
    }
  }

  private void loadJson(Fence fence) throws IOException {
    Path file = Files.writeString(folder.resolve("wxpay.json"), files.real(fence.text()));

    works(Wxpay.load(file));
  }

  /** The two commands of the quick start cannot run inside one of them; others set variables. */
  private void runShell(Fence fence) throws Exception {
    if (QUICK_START.contains(fence.heading())) {
      return;
    }
    Path complaints = folder.resolve("stderr");
    ProcessBuilder builder =
        new ProcessBuilder(
                "sh",
                "-c",
                "set -e\n"
                    + files.real(fence.text())
                    + "exec \"$JAVA\" "
                    + FromEnvironment.class.getName()
                    + " "
                    + sandbox.uri())
            .directory(folder.toFile())
            .redirectError(complaints.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("WXPAY_"));
    builder
        .environment()
        .put("JAVA", Path.of(System.getProperty("java.home"), "bin/java").toString());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(printed).as(Files.readString(complaints)).isEqualTo("200");
  }

  private static void compareWithPom(Fence fence) throws Exception {
    String pom = Files.readString(Project.folder().resolve("pom.xml"));
    String version = pom.replaceFirst("(?s).*?<version>(.*?)</version>.*", "$1");
    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(
                new ByteArrayInputStream(
                    ("<all>" + fence.text() + "</all>").getBytes(StandardCharsets.UTF_8)))
            .getDocumentElement();

    assertThat(texts(root, "groupId")).containsOnly("io.github.wxpay");
    assertThat(texts(root, "artifactId")).containsExactly("wxpay", "wxpay-sandbox");
    assertThat(texts(root, "version")).containsOnly(version);
  }

  private static List<String> texts(Element root, String name) {
    return Stream.iterate(0, i -> i + 1)
        .limit(root.getElementsByTagName(name).getLength())
        .map(i -> root.getElementsByTagName(name).item(i).getTextContent())
        .collect(Collectors.toList());
  }

  /** A client that a block made is one whose requests the sandbox takes. */
  private void works(Wxpay made) {
    try (made) {
      Wxpay here = made.newBuilder().baseUrl(sandbox.uri().toString()).build();

      assertThat(here.chain("v3/certificates").get().status()).isEqualTo(200);
    }
  }

  private void fill(Frame frame, Wxpay wxpay) {
    frame.wxpay = wxpay;
    frame.mchid = files.text("mchid");
    frame.no = "unpaid-0001";
    frame.order = order("other-0001");
    wxpay.chain("v3/pay/transactions/native").post(order(frame.no));
    wxpay.chain("v3/pay/transactions/native").post(order("paid-0001"));
    sandbox.pay("paid-0001");
    frame.paid =
        wxpay
            .chain("v3/pay/transactions/out-trade-no/paid-0001")
            .get(Map.of("params", Map.of("mchid", frame.mchid)))
            .get("transaction_id");
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

  private String name(String file) {
    return files.path(file).toUri().getPath();
  }

  private static List<String> blocks(String file) throws IOException {
    return Fence.of(file).stream()
        .map(
            fence ->
                fence.language() + fence.frame() + COMMENT.matcher(fence.text()).replaceAll(""))
        .collect(Collectors.toList());
  }
}
