package io.github.wxpay.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.wxpay.cli.config.ConfigOptions;
import io.github.wxpay.cli.config.Configuration;
import io.github.wxpay.cli.doctor.Doctor;
import io.github.wxpay.cli.doctor.HttpNetwork;
import io.github.wxpay.cli.doctor.Network;
import io.github.wxpay.cli.doctor.Subject;
import io.github.wxpay.cli.doctor.Verdict;
import io.github.wxpay.cli.doctor.Verdict.Mark;
import io.github.wxpay.cli.terminal.Failure;
import io.github.wxpay.cli.terminal.JsonText;
import io.github.wxpay.cli.terminal.Style;
import io.github.wxpay.cli.terminal.Terminal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that checks a configuration, and whether the platform accepts it. */
@Command(name = "doctor")
final class DoctorCommand implements Callable<Integer> {
  /** The logger of the library, which is kept here since the JDK may forget its level. */
  private static final Logger LOG = Logger.getLogger("io.github.wxpay");

  private final Terminal terminal;
  private final Clock clock;
  private final Network network;

  @Mixin private ConfigOptions config = new ConfigOptions();

  @Option(names = "--certificate", paramLabel = "FILE", descriptionKey = "doctor.certificate")
  private @Nullable Path certificate;

  @Option(names = "--offline", descriptionKey = "doctor.offline")
  private boolean offline;

  @Option(names = "--json", descriptionKey = "doctor.json")
  private boolean json;

  DoctorCommand(Terminal terminal) {
    this(terminal, Clock.systemUTC(), new HttpNetwork());
  }

  DoctorCommand(Terminal terminal, Clock clock, Network network) {
    this.terminal = terminal;
    this.clock = clock;
    this.network = network;
  }

  @Override
  public Integer call() {
    Doctor doctor = new Doctor(this::printUnlessJson);
    Function<Doctor, List<Verdict>> examination = examination();
    List<Verdict> verdicts = new ArrayList<>(doctor.examineRuntime());
    Level before = LOG.getLevel();
    LOG.setLevel(Level.OFF); // the verdicts say the same
    try {
      verdicts.addAll(examination.apply(doctor));
    } finally {
      LOG.setLevel(before);
    }
    if (json) {
      terminal.out().println(new JsonText(terminal).json(array(verdicts)));
    } else {
      terminal.out().println(summary(verdicts));
    }
    return count(verdicts, Mark.FAILED) == 0 ? Failure.SUCCESS : Failure.FAILED;
  }

  /** Returns the checks of the configuration, or the report that it cannot be read. */
  private Function<Doctor, List<Verdict>> examination() {
    Optional<Configuration> found;
    try {
      found = config.find(terminal);
    } catch (IllegalArgumentException e) {
      return doctor -> doctor.reportUnreadable(Failure.text(e));
    }
    Configuration configuration = found.orElseGet(() -> config.require(terminal));
    return doctor -> examine(doctor, configuration);
  }

  private List<Verdict> examine(Doctor doctor, Configuration configuration) {
    Subject subject = Subject.of(configuration, certificate, clock, network);
    List<Verdict> verdicts = new ArrayList<>(doctor.examineOffline(subject));
    if (!offline) {
      verdicts.addAll(doctor.examineOnline(subject));
    }
    return verdicts;
  }

  private void printUnlessJson(Verdict verdict) {
    if (!json) {
      String mark = String.format(Locale.ROOT, "%-8s", verdict.mark());
      String advice = verdict.advice().isEmpty() ? "" : " " + verdict.advice();
      terminal
          .out()
          .println(
              terminal.styled(style(verdict.mark()), mark)
                  + terminal.styled(Style.NAME, verdict.check())
                  + ": "
                  + oneLine(verdict.found() + advice));
    }
  }

  /** Replaces characters that would end the line or act upon the terminal. */
  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}\u2028\u2029]+", " ");
  }

  private static Style style(Mark mark) {
    switch (mark) {
      case OK:
        return Style.GOOD;
      case WARNING:
        return Style.WARNING;
      case FAILED:
        return Style.BAD;
      default:
        return Style.FAINT;
    }
  }

  private static String summary(List<Verdict> verdicts) {
    return Stream.of(Mark.values())
        .map(mark -> mark + " " + count(verdicts, mark))
        .collect(Collectors.joining(", "));
  }

  private static long count(List<Verdict> verdicts, Mark mark) {
    return verdicts.stream().filter(verdict -> verdict.mark() == mark).count();
  }

  private static ArrayNode array(List<Verdict> verdicts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Verdict verdict : verdicts) {
      array
          .addObject()
          .put("mark", verdict.mark().toString())
          .put("check", verdict.check())
          .put("found", verdict.found())
          .put("advice", verdict.advice());
    }
    return array;
  }
}
