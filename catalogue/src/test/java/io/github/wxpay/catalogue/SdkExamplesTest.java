package io.github.wxpay.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Checks the requests in the examples of public SDKs: only their real errors are reported. */
class SdkExamplesTest {
  private static final Catalogue CATALOGUE = Catalogue.load();

  @Test
  void reportsOnlyGeneratedPlaceholdersInExamples() throws IOException {
    List<Example> examples = Example.all();

    assertThat(examples).hasSizeGreaterThan(60);
    for (Example example : examples) {
      List<String> found = new ArrayList<>();
      for (Problem problem : example.problems(CATALOGUE)) {
        found.add(problem.kind() + " " + problem.toString().replaceFirst("^(\\w+ \\S+) .*", "$1"));
      }
      assertThat(found).as(example.request + example.body).isEqualTo(example.expected);
    }
  }

  @Test
  void reportsMissingFieldsOfEmptiedExample() throws IOException {
    int missed = 0;
    for (Example example : Example.all()) {
      JsonNode body = example.body;
      if (body != null) {
        Example emptied = new Example(example.request, new ObjectMapper().createObjectNode());
        missed += emptied.problems(CATALOGUE).isEmpty() ? 1 : 0;
      }
    }

    // All fields for the merchants of an activity are optional.
    assertThat(missed).isLessThanOrEqualTo(2);
  }

  private static final class Example {
    final String request;
    final @Nullable JsonNode body;
    final List<String> expected = new ArrayList<>();

    Example(String request, @Nullable JsonNode body) {
      this.request = request;
      this.body = body;
    }

    static List<Example> all() throws IOException {
      List<Example> examples = new ArrayList<>();
      String text;
      try (InputStream in = SdkExamplesTest.class.getResourceAsStream("examples.txt")) {
        text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      }
      for (String line : text.split("\n", -1)) {
        int last = examples.size() - 1;
        if (line.startsWith("{")) {
          String request = examples.get(last).request;
          examples.set(last, new Example(request, new ObjectMapper().readTree(line)));
        } else if (line.startsWith("! ")) {
          examples.get(last).expected.add(line.substring(2));
        } else if (!line.isBlank() && !line.startsWith("#")) {
          examples.add(new Example(line, null));
        }
      }
      return examples;
    }

    List<Problem> problems(Catalogue catalogue) {
      String method = request.substring(0, request.indexOf(' '));
      String target = request.substring(method.length() + 1);
      Map<String, String> query = new LinkedHashMap<>();
      int mark = target.indexOf('?');
      for (String pair : mark < 0 ? new String[0] : target.substring(mark + 1).split("&", -1)) {
        int equals = pair.indexOf('=');
        String value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
        query.put(pair.substring(0, equals), value);
      }
      return catalogue.problems(method, target, query, body);
    }
  }
}
