package io.github.wxpay.endpoints.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of names, the traits, and the files. */
class GeneratorTest {
  private static final Path DATA = Path.of("src", "main", "data");
  private static final Catalogue CATALOGUE = Catalogue.load();

  @TempDir Path folder;

  @Test
  void hasANameForEveryNestedTypeAndNoOther() throws IOException {
    List<String> names = names();

    assertThat(generator(names).names()).isEqualTo(names);
  }

  /** A new endpoint has places that the table lacks; nothing that it has may change. */
  @Test
  void keepsNamesWhenPlacesAreNew() throws IOException {
    List<String> names = names();
    for (long seed = 1; seed <= 2; seed++) {
      Random random = new Random(seed);
      List<String> some = new ArrayList<>();
      for (String name : names) {
        if (random.nextInt(4) > 0) {
          some.add(name);
        }
      }
      assertThat(generator(some).names()).as("seed %d", seed).containsAll(some);
    }
  }

  /** A type that is renamed by hand stays so, with all of its places. */
  @Test
  void takesNamesOfTheTable() throws IOException {
    List<String> renamed =
        names().stream()
            .map(line -> line.replace("v3 PayAmountBody ", "v3 PayOrderAmountBody "))
            .collect(Collectors.toList());

    generator(renamed).write(folder);

    assertThat(source("v3", "PayOrderAmountBody")).contains("public PayOrderAmountBody total(");
    assertThat(source("v3", "PayTransactionsNativePostBody"))
        .contains("amount(Consumer<PayOrderAmountBody> fill)");
    assertThat(file("v3", "PayAmountBody")).doesNotExist();
  }

  @Test
  void givesATypeTheFieldsOfAllItsPlaces() throws IOException {
    List<String> joined =
        names().stream()
            .map(line -> line.replace("v3 PayPayerBody ", "v3 PayAmountBody "))
            .collect(Collectors.toList());
    assertThat(joined).isNotEqualTo(names());

    generator(joined).write(folder);

    assertThat(source("v3", "PayAmountBody")).contains("identity(").contains("total(");
  }

  @Test
  void refusesOneTypeForFieldsOfOneNameWithDifferentTypes() throws IOException {
    String list = "v3 Apply4subjectSpecialOperationInfoBody ";
    List<String> joined =
        names().stream()
            .map(line -> line.replace("v3 Apply4subjectAssistProveInfoBody ", list))
            .collect(Collectors.toList());

    assertThatThrownBy(() -> generator(joined).write(folder))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("places with different fields store_indoor_copy");
  }

  @Test
  void writesTheSameFilesEachTime() throws IOException {
    generator(names()).write(folder.resolve("a"));
    generator(names()).write(folder.resolve("b"));

    Map<String, String> first = files(folder.resolve("a"));
    assertThat(first).hasSizeGreaterThan(5_000).isEqualTo(files(folder.resolve("b")));
    assertThat(first.keySet().stream().map(name -> name.toLowerCase(java.util.Locale.ROOT)))
        .as("files that only case tells apart")
        .doesNotHaveDuplicates();
  }

  @Test
  void appliesTheTraitsOfTheCatalogue() throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    int checked = 0;
    Generator generator = generator(names());
    for (EndpointType type : generator.endpoints()) {
      for (String trait : Traits.of(type).split(" ", -1)) {
        counts.merge(trait.replaceFirst("=.*", ""), 1, Integer::sum);
      }
      checked += generator.traits().required(type).isEmpty() ? 0 : 1;
    }

    assertThat(counts)
        .containsEntry("root", 1_186)
        .containsEntry("cert", 57)
        .containsEntry("nonceless", 19)
        .containsEntry("sign", 57)
        .containsEntry("host", 10) // the 11th is a page, whose URL the client builds
        .containsEntry("pkcs1", 13);
    assertThat(checked).isEqualTo(89);
  }

  @Test
  void checksOnlyWhatBothSourcesRequire() throws IOException {
    Generator generator = generator(names());
    Set<String> known = new HashSet<>();
    CATALOGUE.endpoints().forEach(e -> known.add(e.method() + " " + e.path()));
    Map<String, String> required = new HashMap<>();
    for (EndpointType type : generator.endpoints()) {
      Endpoint endpoint = type.endpoint();
      required.put(endpoint.method() + " " + endpoint.path(), generator.traits().required(type));
    }

    assertThat(known).containsAll(generator.traits().confirmed());
    assertThat(required.get("POST v3/pay/transactions/h5"))
        .contains("out_trade_no", "amount/total", "scene_info/payer_client_ip");
    assertThat(required.get("GET v3/transfer/batches/batch-id/{batch_id}"))
        .isEqualTo("?need_query_detail");
    assertThat(required.get("POST v3/payscore/serviceorder")).isEmpty();
    assertThat(required.get("POST pay/micropay")).isEmpty();
  }

  @Test
  void pagesListEveryExceptionOfNames() throws IOException {
    List<String> exceptions = generator(names()).exceptions();

    assertThat(exceptions).isNotEmpty();
    for (String page : List.of("endpoints.md", "endpoints.zh-CN.md")) {
      List<String> rows =
          Files.readAllLines(Path.of("..", "..", "docs", page)).stream()
              .filter(line -> line.matches("[|] `.*_(\\(.*\\))?` [|].*|[|] `.*/` [|].*"))
              .map(GeneratorTest::quoted)
              .collect(Collectors.toList());
      assertThat(rows)
          .as(page)
          .containsExactlyElementsOf(
              exceptions.stream().map(GeneratorTest::quoted).collect(Collectors.toList()));
    }
  }

  /** Returns what a row has in code, which is the same in both languages. */
  private static String quoted(String row) {
    return Pattern.compile("`[^`]*`")
        .matcher(row)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.joining(" "));
  }

  @Test
  void saysHowToNameNewTypes() throws IOException {
    Path table = Files.write(folder.resolve("names.txt"), names().subList(0, 100));
    String[] args = {table.toString(), DATA.resolve("confirmed.txt").toString(), folder.toString()};

    assertThatThrownBy(() -> Generator.main(args))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("names.txt lacks names of new types")
        .hasMessageContaining("mvn -Pnames");
    Generator.main(new String[] {args[0], args[1], args[2], "extend"});
    assertThat(Files.readAllLines(table)).isEqualTo(names());
  }

  private String source(String room, String type) throws IOException {
    return Files.readString(file(room, type));
  }

  private Path file(String room, String type) {
    return folder.resolve("io/github/wxpay/endpoints/" + room + "/" + type + ".java");
  }

  private static Generator generator(List<String> names) throws IOException {
    return new Generator(CATALOGUE, names, Files.readAllLines(DATA.resolve("confirmed.txt")));
  }

  private static List<String> names() throws IOException {
    return Files.readAllLines(DATA.resolve("names.txt"));
  }

  private static Map<String, String> files(Path root) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        files.put(root.relativize(file).toString(), Files.readString(file));
      }
    }
    return files;
  }
}
