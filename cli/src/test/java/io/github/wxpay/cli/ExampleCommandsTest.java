package io.github.wxpay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands that the catalogue shows as examples, against the sandbox. */
class ExampleCommandsTest {
  private static final boolean NIGHTLY = Boolean.getBoolean("nightly");
  private static final int COUNT = 200;

  /** A word of a command line in POSIX quoting, as the examples have it. */
  private static final Pattern WORD = Pattern.compile("(?:[^\\s']|'[^']*')+");

  /** Objects that do not exist or are in another state, and fields for the bank's key. */
  private static final Pattern KNOWN =
      Pattern.compile(
          "NOT_FOUND|NOT_EXIST|NOTEXIST|NO_STATEMENT|NO_BILL|No Bill|NO_COMMENT|ORDERPAID"
              + "|INVALID_ORDER_STATE|ORDER_?CLOSED|TRADE_STATE_ERROR|not paid|created with other parameters|OUT_TRADE_NO_USED|risk/getpublickey|users.txt");

  private static final Pattern COMPUTED =
      Pattern.compile(
          "v3/(billdownload/file|new-tax-control-fapiao/download|transferdownload/.*)"
              + "|mmpaymkttransfers/(promotion/paywwsptrans2pocket|sendworkwxredpack)");

  @TempDir Path folder;

  @Test
  void sendsExamplesThatSandboxAccepts() throws IOException {
    long seed = System.nanoTime();
    System.out.println("ExampleCommandsTest: seed " + seed);
    List<Endpoint> endpoints =
        Catalogue.load().endpoints().stream()
            .filter(endpoint -> !endpoint.isForBrands())
            .filter(endpoint -> !COMPUTED.matcher(endpoint.path()).matches())
            .collect(Collectors.toCollection(ArrayList::new));
    Collections.shuffle(endpoints, new Random(seed));
    List<Endpoint> chosen = NIGHTLY ? endpoints : endpoints.subList(0, COUNT);
    for (String file : List.of("license.png", "invoice.pdf", "shop.mp4")) {
      Files.write(folder.resolve(file), new byte[] {'B', 'M', 0, 1, 2, 3});
    }
    Map<Integer, Integer> codes = new TreeMap<>();
    List<String> failures = new ArrayList<>();
    try (Sandbox sandbox = Sandbox.builder().https(true).start()) {
      Path config =
          Files.write(
              folder.resolve("wxpay.json"), new ObjectMapper().writeValueAsBytes(sandbox.config()));
      for (Endpoint endpoint : chosen) {
        List<String> words = words(endpoint.example().command());
        assertThat(words.get(0)).isEqualTo("wxpay");
        words.addAll(List.of("-c", config.toString()));
        CommandRun run =
            CommandRun.with(
                ClientSource.SYSTEM, "", words.subList(1, words.size()).toArray(new String[0]));
        codes.merge(run.code, 1, Integer::sum);
        if (run.code != 0 && !(run.code != 2 && KNOWN.matcher(run.err).find())) {
          failures.add(endpoint.example().command() + "\n  " + run.code + " " + run.err);
        }
      }
    }
    System.out.println("ExampleCommandsTest: exit codes " + codes);
    assertThat(failures).isEmpty();
    assertThat(codes.getOrDefault(0, 0)).isGreaterThan(chosen.size() / 2);
  }

  /** Returns the words of a command, with the files in the folder of the test. */
  private List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command.replace("'\\''", "'\u0000'"));
    while (word.find()) {
      String text = word.group().replace("'", "").replace('\u0000', '\'');
      String before = words.isEmpty() ? "" : words.get(words.size() - 1);
      boolean file = before.equals("-o") || before.equals("--upload");
      words.add(file ? folder.resolve(text).toString() : text);
    }
    return words;
  }
}
