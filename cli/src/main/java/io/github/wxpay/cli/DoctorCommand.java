package io.github.wxpay.cli;

import io.github.wxpay.cli.config.ConfigOptions;
import io.github.wxpay.cli.config.Configuration;
import io.github.wxpay.cli.doctor.Doctor;
import io.github.wxpay.cli.doctor.HttpNetwork;
import io.github.wxpay.cli.doctor.Network;
import io.github.wxpay.cli.doctor.Subject;
import io.github.wxpay.cli.terminal.Failure;
import io.github.wxpay.cli.terminal.Terminal;
import io.github.wxpay.cli.terminal.Verdict;
import io.github.wxpay.cli.terminal.VerdictPrinter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
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
    VerdictPrinter printer = new VerdictPrinter(terminal);
    if (json) {
      printer.printJson(verdicts);
    } else {
      printer.printSummary(verdicts);
    }
    return VerdictPrinter.hasFailed(verdicts) ? Failure.FAILED : Failure.SUCCESS;
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
      new VerdictPrinter(terminal).print(verdict);
    }
  }
}
