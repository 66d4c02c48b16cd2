package io.github.wxpay.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.wxpay.Wxpay;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.SignedNotification;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/** Runs blocks against a sandbox, in a folder with a merchant's files. */
final class Snippets {
  private final Sandbox sandbox;
  private final Path folder;
  private final MerchantFiles files;

  Snippets(Sandbox sandbox, Path folder) throws IOException {
    this.sandbox = sandbox;
    this.folder = folder;
    this.files = MerchantFiles.write(sandbox, folder);
  }

  void run(Fence fence) throws Exception {
    switch (fence.language()) {
      case "java":
        runJava(fence);
        break;
      case "json":
        Path file = Files.writeString(folder.resolve("wxpay.json"), files.real(fence.text()));
        works(Wxpay.load(file), "v3/certificates");
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

  private void runJava(Fence fence) throws Exception {
    boolean makes = fence.frame().equals("client") || fence.frame().equals("brand");
    Path classes = Files.createDirectory(folder.resolve("classes"));
    JavaBlock block = new JavaBlock(files.realJava(fence.text()), fence.frame());
    block.compile(classes, makes ? "wxpay" : "null");

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
      if (makes) {
        boolean brand = fence.frame().equals("brand");
        works(made, brand ? "brand/marketing/product-coupon/notify-configs" : "v3/certificates");
      }
    }
  }

  /** Sets the variables, then asks for the certificates in a process of its own. */
  private void runShell(Fence fence) throws Exception {
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
    assertThat(texts(root, "artifactId"))
        .containsExactly("wxpay", "wxpay-sandbox", "wxpay-catalogue");
    assertThat(texts(root, "version")).containsOnly(version);
  }

  private static List<String> texts(Element root, String name) {
    return IntStream.range(0, root.getElementsByTagName(name).getLength())
        .mapToObj(i -> root.getElementsByTagName(name).item(i).getTextContent())
        .collect(Collectors.toList());
  }

  /** A client that a block made is one whose requests the sandbox takes. */
  private void works(Wxpay made, String path) {
    try (made) {
      Wxpay here = made.newBuilder().baseUrl(sandbox.uri().toString()).build();

      assertThat(here.chain(path).get().status()).isEqualTo(200);
    }
  }

  private void fill(Frame frame, Wxpay wxpay) {
    frame.wxpay = wxpay;
    frame.mchid = wxpay.mchid();
    frame.apiV3Key = files.text("apiV3Key");
    frame.anotherKey = Rsa.privateKey(files.text("privateKey"));
    frame.kms = new Kms(frame.anotherKey);
    frame.another =
        wxpay.newBuilder().mchid("1900000110").apiV3Key("another-key-of-thirty-two-bytes!").build();
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
    frame.day = LocalDate.now(ZoneId.of("Asia/Shanghai")).toString();
    frame.mediaId =
        wxpay
            .chain("v3/merchant-service/images/upload")
            .upload(files.path("license.png"))
            .get("media_id");
    SignedNotification notification =
        sandbox.notification(
            "TRANSACTION.SUCCESS", Map.of("out_trade_no", frame.no, "amount", Map.of("total", 1)));
    frame.headers = notification.headers();
    frame.bytes = notification.body();
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
