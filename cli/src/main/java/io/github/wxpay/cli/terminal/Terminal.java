package io.github.wxpay.cli.terminal;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FilterInputStream;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The standard streams of a command. Results go to {@link #out}, everything else to {@link #err}.
 * Colours are for terminals only, and never with {@code NO_COLOR}.
 */
public final class Terminal {
  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final Charset charset;
  private final boolean colours;
  private final boolean interactive;

  /** Creates a terminal of streams; {@code interactive} is true if a person can type. */
  public Terminal(
      InputStream in, PrintStream out, PrintStream err, boolean colours, boolean interactive) {
    this(in, out, err, StandardCharsets.UTF_8, colours, interactive);
  }

  private Terminal(
      InputStream in,
      PrintStream out,
      PrintStream err,
      Charset charset,
      boolean colours,
      boolean interactive) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.charset = charset;
    this.colours = colours;
    this.interactive = interactive;
  }

  /** Returns the terminal of the process. */
  public static Terminal system() {
    boolean interactive = isInteractive(System.console());
    Charset charset = charset();
    return new Terminal(
        new StandardInput(),
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, charset),
        charset,
        hasColours(System.getenv(), interactive),
        interactive);
  }

  /** Returns UTF-8, also in other locales; on Windows the encoding of the console. */
  private static Charset charset() {
    boolean windows = System.getProperty("os.name", "").startsWith("Windows");
    String named = System.getProperty("stdout.encoding", Charset.defaultCharset().name());
    return windows ? Charset.forName(named) : StandardCharsets.UTF_8;
  }

  /** Returns whether the console is a terminal: from Java 22 on there is one without it too. */
  private static boolean isInteractive(@Nullable Console console) {
    if (console == null) {
      return false;
    }
    try {
      Method isTerminal = Console.class.getMethod("isTerminal");
      return (boolean) isTerminal.invoke(console);
    } catch (ReflectiveOperationException e) {
      return true; // before Java 22
    }
  }

  static boolean hasColours(Map<String, String> environment, boolean interactive) {
    if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
      return false;
    }
    String forced = environment.getOrDefault("CLICOLOR_FORCE", "");
    boolean dumb = environment.getOrDefault("TERM", "").toLowerCase(Locale.ROOT).equals("dumb");
    return (!forced.isEmpty() && !forced.equals("0")) || (interactive && !dumb);
  }

  /** Returns the standard input. */
  public InputStream in() {
    return in;
  }

  /** Returns the stream of results. */
  public PrintStream out() {
    return out;
  }

  /** Returns the stream of warnings, failures and progress. */
  public PrintStream err() {
    return err;
  }

  /** Returns a writer to the stream of results. */
  public PrintWriter outWriter() {
    return new PrintWriter(new OutputStreamWriter(out, charset), true);
  }

  /** Returns a writer to the stream of warnings and failures. */
  public PrintWriter errWriter() {
    return new PrintWriter(new OutputStreamWriter(err, charset), true);
  }

  /** Returns whether text is coloured. */
  public boolean hasColours() {
    return colours;
  }

  /** Returns whether a person reads the output and can be asked. */
  public boolean isInteractive() {
    return interactive;
  }

  /** Returns the text in a style, or as it is if text is not coloured. */
  public String styled(Style style, String text) {
    return colours ? style.of(text) : text;
  }

  /** Prints a warning. */
  public void warn(String text) {
    err.println(styled(Style.WARNING, "warning: ") + text);
  }

  /**
   * Prompts for a secret, which is not echoed; empty without a terminal.
   *
   * @param name the text of the prompt
   */
  public Optional<String> askSecret(String name) {
    if (!interactive) {
      return Optional.empty();
    }
    char[] typed = Objects.requireNonNull(System.console()).readPassword("%s: ", name);
    return typed == null ? Optional.empty() : Optional.of(new String(typed));
  }

  /**
   * The standard input. Up to Java 17, {@code readAllBytes} of a {@link FileInputStream} fails for
   * a pipe ("Illegal seek"); that of this class reads until the end.
   */
  private static final class StandardInput extends FilterInputStream {
    StandardInput() {
      super(new FileInputStream(FileDescriptor.in));
    }
  }
}
