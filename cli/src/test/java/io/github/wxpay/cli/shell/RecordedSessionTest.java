package io.github.wxpay.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Plays the sessions that the pages show, and compares what is printed. */
class RecordedSessionTest {
  private static final Path PROJECT = Path.of("..");
  private static final Pattern SESSION =
      Pattern.compile("```text\n(wxpay> .*?)```", Pattern.DOTALL);
  private static final Pattern PROMPT = Pattern.compile("(?:wxpay> | {3}\\.\\.\\.> )");

  @Test
  void printsWhatPagesShow() throws IOException {
    List<String> sessions = new ArrayList<>();
    for (String page : List.of("README.md", "docs/command.md")) {
      List<String> found = sessions(page);
      assertThat(found).as(page).isNotEmpty();
      assertThat(sessions(page.replace(".md", ".zh-CN.md"))).isEqualTo(found);
      sessions.addAll(found);
    }
    for (String session : sessions) {
      List<String> lines = Arrays.asList(session.split("\n"));
      String typed =
          lines.stream()
              .filter(line -> PROMPT.matcher(line).lookingAt())
              .map(line -> PROMPT.matcher(line).replaceFirst(""))
              .collect(Collectors.joining("\n"));
      String expected =
          lines.stream()
              .filter(line -> !PROMPT.matcher(line).lookingAt())
              .map(RecordedSessionTest::pattern)
              .collect(Collectors.joining());

      assertThat(played(typed)).as(session).matches(Pattern.compile(expected));
    }
  }

  private static List<String> sessions(String page) throws IOException {
    List<String> sessions = new ArrayList<>();
    Matcher found = SESSION.matcher(Files.readString(PROJECT.resolve(page)));
    while (found.find()) {
      sessions.add(found.group(1));
    }
    return sessions;
  }

  /** Returns the pattern of a line; an ellipsis is any text, alone any number of lines. */
  private static String pattern(String line) {
    if (line.equals("…")) {
      return "(?:.*\n)*?";
    }
    // Messages have ellipses too, which this accepts.
    return Arrays.stream(line.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"))
        + "\n";
  }

  private static String played(String typed) throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
            stream,
            stream,
            false,
            false);
    int unused = new Shell(terminal, null).run(List.of());
    return printed.toString(StandardCharsets.UTF_8);
  }
}
