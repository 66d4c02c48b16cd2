package io.github.wxpay.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.Wxpay;
import io.github.wxpay.crypto.AesGcm;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.http.Multipart;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import io.github.wxpay.testing.Sent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Converted programs, compiled in one batch and run without a network. */
final class Programs implements AutoCloseable {
  /** The data of every response of APIv3. */
  static final String RESPONSE =
      "{\"code_url\":\"weixin://x\",\"prepay_id\":\"wx1\",\"status\":\"OK\",\"id\":\"i\","
          + "\"trade_state\":\"SUCCESS\",\"amount\":{\"total\":1},\"media_id\":\"m\","
          + "\"download_url\":\"https://api.mch.weixin.qq.com/v3/billdownload/file?token=a%2B1\","
          + "\"hash_value\":\""
          + Hash.sha1(bill())
          + "\"}";

  private static final String KEY = "apiv3_secret_key_of_32_bytes_ok!";

  private final Path folder;
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, Class<?>> classes = new LinkedHashMap<>();
  private final URLClassLoader loader;

  /** Compiles sources by their class names; relative files in them are those of the folder. */
  Programs(Path folder, Map<String, String> sources) throws IOException {
    this.folder = Files.createDirectories(folder);
    for (String name :
        List.of("apiclient_key.pem", "apiclient_cert.pem", "platform_cert.pem", "upload.gif")) {
      Files.write(folder.resolve(name), Fixtures.bytes(name));
    }
    Files.write(folder.resolve("pub_key.pem"), Fixtures.bytes("platform_pubkey.pem"));
    Files.write(folder.resolve("license.png"), Fixtures.bytes("upload.gif"));
    sources.forEach(
        (name, source) ->
            this.sources.put(
                name,
                source
                    .replace("Wxpay.of(", "io.github.wxpay.cli.node.OwnClients.of(")
                    .replace("\"security\", true", "\"security\", false") // there is no TLS
                    .replace("Path.of(\"", "Path.of(\"" + folder + "/")));
    Path classFolder = Files.createDirectories(folder.resolve("classes"));
    List<String> problems = compile(classFolder);
    assertThat(problems).as("what the compiler refuses").isEmpty();
    loader = new URLClassLoader(new URL[] {classFolder.toUri().toURL()});
    for (String name : sources.keySet()) {
      try {
        classes.put(name, loader.loadClass(name));
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  static byte[] bill() {
    return "\ufeff交易时间,总金额\r\n`2030-01-01,`1.00\r\n总交易单数,总金额\r\n`1,`1.00\r\n"
        .getBytes(StandardCharsets.UTF_8);
  }

  private List<String> compile(Path target) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = folder.resolve(source.getKey() + ".java");
      files.add(Files.writeString(file, source.getValue()));
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(diagnostics, null, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of(
              "-parameters",
              "-proc:none",
              "-d",
              target.toString(),
              "-cp",
              System.getProperty("java.class.path"));
      compiler
          .getTask(
              null, manager, diagnostics, options, null, manager.getJavaFileObjectsFromPaths(files))
          .call();
    }
    return diagnostics.getDiagnostics().stream()
        .filter(one -> one.getKind() == Diagnostic.Kind.ERROR)
        .map(this::shown)
        .collect(Collectors.toList());
  }

  private String shown(Diagnostic<? extends JavaFileObject> problem) {
    String name = Path.of(problem.getSource().getName()).getFileName().toString();
    String source = sources.getOrDefault(name.replace(".java", ""), "");
    String line =
        source
            .lines()
            .skip(Math.max(0, problem.getLineNumber() - 3))
            .limit(3)
            .collect(Collectors.joining("\n"));
    return name + ":" + problem.getLineNumber() + ": " + problem.getMessage(null) + "\n" + line;
  }

  /** Returns the names of the parameters of a program. */
  List<String> names(String program) {
    return Arrays.stream(entry(program).getParameters())
        .map(Parameter::getName)
        .filter(name -> !name.equals("arguments_"))
        .collect(Collectors.toList());
  }

  private Method entry(String program) {
    return Stream.of(classes.get(program).getDeclaredMethods())
        .filter(one -> one.getName().equals("run") || one.getName().equals("main"))
        .findFirst()
        .orElseThrow();
  }

  /** Runs a program, and returns what it sent. */
  List<Sent> run(String program) throws Exception {
    return run(program, OutputStream.nullOutputStream());
  }

  /** Runs a program, and returns what it printed. */
  String output(String program) throws Exception {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    run(program, output);
    return output.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  private List<Sent> run(String program, OutputStream output) throws Exception {
    FakeHttpClient http = new FakeHttpClient(Programs::reply);
    OwnClients.http = http;
    Method entry = entry(program);
    Object[] values =
        Arrays.stream(entry.getParameters())
            .map(one -> one.getType() == String[].class ? new String[0] : value(one))
            .toArray();
    PrintStream out = System.out;
    PrintStream err = System.err;
    try {
      System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(OutputStream.nullOutputStream()));
      entry.invoke(null, values);
    } catch (InvocationTargetException e) {
      throw new AssertionError(program + "\n" + sources.get(program), e.getCause());
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    return http.sent();
  }

  private static Reply reply(Sent sent) {
    if (sent.target().contains("billdownload")) {
      return Reply.bare(200, new String(bill(), StandardCharsets.UTF_8));
    }
    if (sent.target().equals("/risk/getpublickey")) {
      return FakeHttpClient.succeedingReply(
          Map.of("pub_key", Fixtures.text("platform_pubkey.pem")));
    }
    return sent.target().startsWith("/v3/")
        ? Reply.signed(RESPONSE)
        : FakeHttpClient.succeedingReply();
  }

  private static Object value(Parameter parameter) {
    Class<?> type = parameter.getType();
    Object value = value(parameter.getName());
    if (type == Wxpay.class) {
      return OwnClients.client(Fixtures.MCHID);
    }
    if (type == PrivateKey.class) {
      return Fixtures.merchantKey();
    }
    if (type == PublicKey.class) {
      return Rsa.publicKey(Fixtures.text("platform_cert.pem"));
    }
    if (type == Multipart.class) {
      return new Multipart()
          .append("meta", "{\"filename\":\"a\"}")
          .append("file", new byte[] {'x'}, "a.png");
    }
    return type == String.class ? String.valueOf(value) : value;
  }

  /** Returns the value of a name that a program does not declare, in both languages. */
  static Object value(String name) {
    switch (name) {
      case "mchid":
      case "mch_id":
        return Fixtures.MCHID;
      case "appid":
        return "wxd678efh567hg6787"; // as the guide has it
      case "order":
        return Wxpay.fields("mchid", Fixtures.MCHID, "out_trade_no", "o-1");
      case "receiver":
        return Wxpay.fields("type", "PERSONAL_OPENID", "account", "o-1");
      case "total":
        return 1;
      case "timestamp":
        return "1700000000";
      case "body":
      case "notificationBody":
        return notification();
      case "signature":
        return signature("nonce-1");
      case "notificationHeaders":
        return Wxpay.fields(
            "wechatpay-timestamp", "1700000000",
            "wechatpay-nonce", "n",
            "wechatpay-signature", signature("n"));
      case "apiV3Key":
        return KEY;
      case "platformKey":
        return Fixtures.text("platform_pubkey.pem");
      case "privateKey":
        return Fixtures.text("apiclient_key.pem");
      case "sha256":
        return Hash.sha256(Fixtures.bytes("upload.gif"));
      default:
        return name + "-1";
    }
  }

  private static String notification() {
    String plain = "{\"transaction_id\":\"t-1\",\"amount\":{\"total\":123}}";
    String cipher = AesGcm.encrypt(plain, KEY, "abcdefghijkl", "transaction");
    return "{\"id\":\"n\",\"resource\":{\"ciphertext\":\""
        + cipher
        + "\",\"nonce\":\"abcdefghijkl\",\"associated_data\":\"transaction\"}}";
  }

  private static String signature(String nonce) {
    return Rsa.sign("1700000000\n" + nonce + "\n" + notification() + "\n", Fixtures.platformKey());
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
