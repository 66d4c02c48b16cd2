package io.github.wxpay.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A fenced block of a page: its file and line, language, frame and text. */
final class Fence {
  private static final Pattern FENCE =
      Pattern.compile(
          "(?m)^(?:## (?<heading>.*)|(?:<!-- frame: (?<frame>\\w+) -->\\n)?"
              + "```(?<language>\\w*)\\n(?<text>(?s:.*?)\\n)```)$");

  private final String page;
  private final long line;
  private final String heading;
  private final String language;
  private final String frame;
  private final String text;

  private Fence(
      String page, long line, String heading, String language, String frame, String text) {
    this.page = page;
    this.line = line;
    this.heading = heading;
    this.language = language;
    this.frame = frame;
    this.text = text;
  }

  /** Returns all blocks of a file, whose path starts in the project's folder. */
  static List<Fence> of(String file) throws IOException {
    String readme = Files.readString(Project.folder().resolve(file));
    List<Fence> fences = new ArrayList<>();
    String heading = "";
    Matcher matcher = FENCE.matcher(readme);
    while (matcher.find()) {
      if (matcher.group("heading") != null) {
        heading = matcher.group("heading");
        continue;
      }
      long line = readme.substring(0, matcher.start("text")).lines().count() + 1;
      String frame = matcher.group("frame") == null ? "" : matcher.group("frame");
      String language = matcher.group("language");
      fences.add(new Fence(file, line, heading, language, frame, matcher.group("text")));
    }
    return fences;
  }

  /** Returns the text of a file outside of its blocks. */
  static String prose(String file) throws IOException {
    return FENCE.matcher(Files.readString(Project.folder().resolve(file))).replaceAll("");
  }

  /** Returns a name for the package of the block, made of the page and the line. */
  String id() {
    return "snippet." + page.replaceAll("\\W", "_") + "_" + line;
  }

  String heading() {
    return heading;
  }

  String language() {
    return language;
  }

  /**
   * Returns the use of the block. Java: {@code client} and {@code brand} create a client, {@code
   * program} is a class with {@code main}, {@code spring} a controller, {@code junit} a test, and a
   * block without a frame uses the fields of {@link Frame}. Shell: {@code environment} sets
   * variables, {@code command} is a command.
   */
  String frame() {
    return frame;
  }

  String text() {
    return text;
  }

  /** Returns the file, the line and the language. */
  @Override
  public String toString() {
    return page + ":" + line + " " + language;
  }
}
