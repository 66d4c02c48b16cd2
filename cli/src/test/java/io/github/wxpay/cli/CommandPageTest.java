package io.github.wxpay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command lines of the pages have only options that exist, and every command is shown. */
class CommandPageTest {
  private static final Pattern BLOCK = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("(?:[^\\s'\"]|'[^']*'|\"[^\"]*\")+");

  @ParameterizedTest
  @ValueSource(strings = {"docs/command.md", "docs/command.zh-CN.md"})
  void showsCommandsThatExist(String page) throws IOException {
    CommandLine line = Main.commands(new RecordedTerminal().terminal(), ClientSource.SYSTEM);
    String text = Files.readString(Path.of("..").resolve(page));
    int count = 0;
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      for (String shown : block.group(1).lines().collect(Collectors.toList())) {
        String command = shown.replaceFirst("^\\$ |^ {2}", "");
        if (command.startsWith("wxpay ")) {
          List<String> words = words(command.replaceFirst(" [<>] .*", ""));
          String[] arguments =
              Arguments.of(
                  words.subList(1, words.size()).toArray(new String[0]),
                  line.getSubcommands().keySet());
          assertThatCode(() -> line.parseArgs(arguments)).as(command).doesNotThrowAnyException();
          count++;
        }
      }
    }
    assertThat(count).isGreaterThan(15);
    for (CommandLine command : line.getSubcommands().values()) {
      assertThat(text).containsPattern("wxpay (" + command.getCommandName() + "|URI)");
    }
  }

  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      words.add(word.group().replaceAll("['\"]", ""));
    }
    return words;
  }
}
