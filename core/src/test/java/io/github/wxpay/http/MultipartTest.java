package io.github.wxpay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.crypto.Secret;
import io.github.wxpay.exception.FileException;
import io.github.wxpay.internal.call.Body;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms beyond what was recorded of the original. */
class MultipartTest {
  @Test
  void writesPartsBetweenBoundaries() {
    Multipart form =
        new Multipart("B")
            .append("meta", "{\"a\":1}")
            .append("file", new byte[] {0, (byte) 0xff, '\n'}, "é中.PNG")
            .append("n", 12)
            .append("o", Map.of("k", List.of(true)));

    assertThat(form.contentType()).isEqualTo("multipart/form-data; boundary=B");
    assertThat(new String(form.bytes(), StandardCharsets.ISO_8859_1))
        .isEqualTo(
            latin1(
                "--B\r\n"
                    + "Content-Disposition: form-data; name=\"meta\"\r\n\r\n"
                    + "{\"a\":1}\r\n"
                    + "--B\r\n"
                    + "Content-Disposition: form-data; name=\"file\"; filename=\"é中.PNG\"\r\n"
                    + "Content-Type: image/png\r\n\r\n"
                    + "\0?\n\r\n"
                    + "--B\r\n"
                    + "Content-Disposition: form-data; name=\"n\"\r\n\r\n"
                    + "12\r\n"
                    + "--B\r\n"
                    + "Content-Disposition: form-data; name=\"o\"\r\n\r\n"
                    + "{\"k\":[true]}\r\n"
                    + "--B--\r\n"));
    assertThat(form.get("meta").orElseThrow())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("{\"a\":1}");
    assertThat(form).hasToString("Multipart[meta, file, n, o]");
  }

  @Test
  void writesNothingForEmptyForm() {
    assertThat(new Multipart().bytes()).isEmpty();
    assertThat(new Multipart().get("meta").orElse(new byte[0])).isEmpty();
    assertThat(new Multipart().get("x")).isEmpty();
  }

  @Test
  void escapesNameThatWouldEndItsHeader() {
    Multipart form =
        new Multipart("C")
            .append("a\"; filename=\"x\r\nEvil: 1", "v")
            .append("f", new byte[0], "x\"\r\n\r\n--B--\n.png");

    assertThat(new String(form.bytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            "--C\r\n"
                + "Content-Disposition: form-data; name=\"a%22; filename=%22x%0D%0AEvil: 1\"\r\n"
                + "\r\n"
                + "v\r\n"
                + "--C\r\n"
                + "Content-Disposition: form-data; name=\"f\";"
                + " filename=\"x%22%0D%0A%0D%0A--B--%0A.png\"\r\n"
                + "Content-Type: image/png\r\n\r\n\r\n"
                + "--C--\r\n");
  }

  @Test
  void rejectsGivenBoundaryThatOccursInValue(@TempDir Path folder) throws IOException {
    byte[] image = new byte[200_000];
    // Across the border between two reads of a file.
    System.arraycopy("---B1-".getBytes(StandardCharsets.UTF_8), 0, image, (1 << 16) - 3, 6);
    Path file = Files.write(folder.resolve("a.png"), image);
    List<Consumer<Multipart>> attacks =
        List.of(
            form -> form.append("v", "x\r\n--B1\r\nContent-Disposition: form-data; name=\"y\""),
            form -> form.append("v", "--B1"),
            form -> form.append("v", "a--B1--b"),
            form -> form.append("v", "x".repeat(100_000) + "\n--B1"),
            form -> form.append("v", Map.of("k", List.of("--B1"))),
            form -> form.append("v", image),
            form -> form.append("v", image, "a.png"),
            form -> form.append("v", file),
            form -> form.append("v", new byte[] {1}, "--B1.png"),
            form -> form.append("v--B1", "x"),
            form -> form.append("v", "x").set("v", "--B1", ""));
    for (Consumer<Multipart> attack : attacks) {
      for (int parts = 0; parts < 2; parts++) {
        Multipart form = new Multipart("B1");
        if (parts == 1) {
          form.append("meta", "{}");
        }
        attack.accept(form);
        for (ThrowingCallable write :
            List.<ThrowingCallable>of(
                form::bytes,
                () -> Body.of(form, null),
                () -> Body.of(form.withTexts(form.texts()), null),
                () -> Body.of(form.encrypted(plain -> plain), null))) {
          assertThat(catchThrowable(write))
              .isExactlyInstanceOf(IllegalArgumentException.class)
              .hasMessageStartingWith("The boundary 'B1' occurs in the part 'v")
              .hasMessageEndingWith("Use another boundary, or new Multipart() for a random one.");
        }
      }
    }
  }

  @Test
  void acceptsGivenBoundaryThatValuesOnlyResemble(@TempDir Path folder) throws IOException {
    Path file =
        Files.write(
            folder.resolve("-B1.png"), "-B1 --b1 --B 1--B2".getBytes(StandardCharsets.UTF_8));
    Multipart form =
        new Multipart("B1")
            .append("B1", "B1")
            .append("meta", Map.of("k", "\r\n-B1\r\n- -B1"))
            .append("e", "")
            .append("f", file);

    assertThat(text(form)).endsWith("--B 1--B2\r\n--B1--\r\n");
    assertThat(Body.of(form, null)).hasToString(form.bytes().length + " bytes");
    assertThat(text(new Multipart().append("v", "--B1"))).contains("--B1");
  }

  @Test
  void searchesForBoundaryAsSimpleSearchDoes() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      String wanted = letters(random, 1 + random.nextInt(5));
      String text = letters(random, random.nextInt(12));

      boolean found =
          BodySource.of(text.getBytes(StandardCharsets.UTF_8))
              .contains(wanted.getBytes(StandardCharsets.UTF_8));

      assertThat(found)
          .as("'%s' in '%s', seed %s, case %s", wanted, text, seed, i)
          .isEqualTo(text.contains(wanted));
    }
  }

  private static String letters(Random random, int length) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < length; i++) {
      out.append("-B".charAt(random.nextInt(2)));
    }
    return out.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "a.bmp, image/bmp",
    "a.gif, image/gif",
    "a.png, image/png",
    "a.jpg, image/jpeg",
    "a.jpe, image/jpeg",
    "a.JPEG, image/jpeg",
    "a.webp, image/webp",
    "a.mp4, video/mp4",
    "a.mpeg, video/mpeg",
    "a.json, application/json",
    "a.js, application/javascript",
    "a.htm, text/html",
    "a.html, text/html",
    "a.css, text/css",
    "a.b.PnG, image/png",
    ".a.gif, image/gif",
    ".gif, application/octet-stream",
    "png, application/octet-stream",
    "a., application/octet-stream",
    "a.txt, application/octet-stream",
    "a.png.exe, application/octet-stream"
  })
  void setsTypeByExtension(String filename, String type) {
    assertThat(text(new Multipart("B").append("f", new byte[0], filename)))
        .contains("filename=\"" + filename + "\"\r\nContent-Type: " + type + "\r\n\r\n");
  }

  @Test
  void appliesAddedTypesToLaterParts() {
    Multipart form =
        new Multipart("B")
            .append("before", new byte[0], "a.heic")
            .appendMimeTypes(Map.of("HEIC", "image/heic"))
            .append("after", new byte[0], "a.Heic");

    assertThat(text(form).split("Content-Type: ", -1))
        .satisfiesExactly(
            head -> assertThat(head).startsWith("--B"),
            before -> assertThat(before).startsWith("application/octet-stream\r\n"),
            after -> assertThat(after).startsWith("image/heic\r\n"));
  }

  @Test
  void sendsBytesWithoutNameAsOctets() {
    assertThat(text(new Multipart("B").append("f", new byte[] {'x'})))
        .isEqualTo(
            "--B\r\nContent-Disposition: form-data; name=\"f\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\nx\r\n--B--\r\n");
  }

  @Test
  void readsFileAndUsesItsName(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("logo \"1\".jpg"), new byte[] {1, 2, 3});

    Multipart named = new Multipart("B").append("file", file);
    Multipart renamed = new Multipart("B").append("file", file, "other.gif");

    assertThat(text(named)).contains("filename=\"logo %221%22.jpg\"\r\nContent-Type: image/jpeg");
    assertThat(text(renamed)).contains("filename=\"other.gif\"\r\nContent-Type: image/gif");
    assertThat(named.get("file")).hasValue(new byte[] {1, 2, 3});
  }

  @Test
  void namesFileThatCannotBeRead(@TempDir Path folder) {
    Path missing = folder.resolve("missing.png");

    assertThat(catchThrowable(() -> new Multipart().append("file", missing)))
        .isExactlyInstanceOf(FileException.class)
        .hasMessage("The file cannot be read: '" + missing + "' does not exist.");
    assertThat(catchThrowable(() -> new Multipart().append("file", folder)))
        .isExactlyInstanceOf(FileException.class)
        .hasMessage("The file cannot be read: '" + folder + "' is a directory.");
  }

  @Test
  void refusesToReadSecretBeforeItIsEncrypted() {
    Multipart form = new Multipart("B").append("meta", Map.of("a", List.of(Secret.of("Zhang"))));

    assertThat(catchThrowable(form::bytes))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageNotContaining("Zhang");
    assertThat(catchThrowable(() -> form.get("meta"))).isInstanceOf(IllegalStateException.class);
    assertThat(text(form.encrypted(plain -> "<" + plain.length() + ">")))
        .contains("{\"a\":[\"<5>\"]}");
    assertThat(catchThrowable(() -> form.append("b", Secret.of("Zhang"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void returnsBytesOfCurrentParts() {
    byte[] content = {'a'};
    Multipart form = new Multipart("B").append("f", content);
    content[0] = 'b';
    form.get("f").orElseThrow()[0] = 'c';
    form.getAll("f").get(0)[0] = 'd';

    assertThat(form.get("f")).hasValue(new byte[] {'a'});
    assertThat(form.bytes()).isEqualTo(form.bytes()).isNotSameAs(form.bytes());
  }

  @Test
  void replacesAndRemovesParts() {
    Multipart form = new Multipart("B").append("a", 1).append("b", 2).append("a", 3);

    form.set("a", "x", "");
    assertThat(form.names()).containsExactly("a", "b");
    assertThat(form.getAll("a")).containsExactly(new byte[] {'x'});
    assertThat(form.getAll("b")).containsExactly(new byte[] {'2'});
    form.delete("a").set("c", "y", "");
    assertThat(form.names()).containsExactly("b", "c");
    assertThat(form.delete("nothing").names()).containsExactly("b", "c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a\r\nb", "a\"", "é", "a;b", "<a>", "a\n", "{a}"})
  void refusesInvalidBoundary(String boundary) {
    assertThat(catchThrowable(() -> new Multipart(boundary)))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The boundary must be 1 to 70 characters that RFC 2046 allows; got '"
                + boundary
                + "'.");
  }

  @Test
  void acceptsBoundaryOfOneToSeventyCharacters() {
    assertThat(catchThrowable(() -> new Multipart("")))
        .isExactlyInstanceOf(IllegalArgumentException.class);
    assertThat(catchThrowable(() -> new Multipart("-".repeat(71))))
        .isExactlyInstanceOf(IllegalArgumentException.class);
    assertThat(new Multipart("-".repeat(70)).contentType()).endsWith("-".repeat(70));
  }

  @Test
  void createsDifferentBoundariesOfTheOriginalsForm() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      String type = new Multipart().contentType();
      assertThat(type).matches("multipart/form-data; boundary=-{26}[0-9]{24}");
      seen.add(type);
    }

    assertThat(seen).hasSize(1_000);
  }

  private static String text(Multipart form) {
    return new String(form.bytes(), StandardCharsets.UTF_8);
  }

  /** Returns the UTF-8 bytes of a text, with the byte 0xff for a question mark. */
  private static String latin1(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
        .replace('?', '\u00ff');
  }
}
