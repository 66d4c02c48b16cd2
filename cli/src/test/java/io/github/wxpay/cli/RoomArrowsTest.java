package io.github.wxpay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A room of the command uses only rooms before it; the commands themselves use all of them. */
class RoomArrowsTest {
  private static final List<String> ROOMS =
      List.of(
          "terminal",
          "config",
          "search",
          "help",
          "bill",
          "certificate",
          "node",
          "sandbox",
          "doctor",
          "offline",
          "request",
          "shell",
          "");

  private static final Path SOURCES = Path.of("src/main/java/io/github/wxpay/cli");
  private static final Pattern USED =
      Pattern.compile("io\\.github\\.wxpay\\.cli(?:\\.([a-z]+))?\\.[A-Z]");

  @Test
  void pointsBackwardsOnly() throws IOException {
    Set<String> arrows = new TreeSet<>();
    List<String> forward = new ArrayList<>();
    Set<String> found = new TreeSet<>();
    for (Path file : files()) {
      Path folder = SOURCES.relativize(file).getParent();
      String room = folder == null ? "" : folder.toString();
      found.add(room);
      Matcher used = USED.matcher(Files.readString(file));
      while (used.find()) {
        String other = used.group(1) == null ? "" : used.group(1);
        if (!other.equals(room)) {
          arrows.add(room + " -> " + other);
          if (ROOMS.indexOf(other) > ROOMS.indexOf(room)) {
            forward.add(file + " uses " + (other.isEmpty() ? "a command" : other));
          }
        }
      }
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(ROOMS);
    assertThat(arrows).contains(" -> shell", "shell -> request").hasSizeGreaterThan(15);
    assertThat(forward).isEmpty();
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).collect(Collectors.toList());
    }
  }
}
