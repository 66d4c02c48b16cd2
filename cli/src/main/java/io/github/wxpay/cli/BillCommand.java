package io.github.wxpay.cli;

import io.github.wxpay.Chain;
import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.cli.bill.BillDays;
import io.github.wxpay.cli.bill.BillExport;
import io.github.wxpay.cli.bill.BillReport;
import io.github.wxpay.cli.bill.ProgressLine;
import io.github.wxpay.cli.config.ConfigOptions;
import io.github.wxpay.cli.terminal.Failure;
import io.github.wxpay.cli.terminal.Style;
import io.github.wxpay.cli.terminal.Terminal;
import io.github.wxpay.codec.Bill;
import io.github.wxpay.codec.BillRow;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.http.Options;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wxpay bill}: downloads bills, adds them up and exports their rows. */
@Command(name = "bill")
final class BillCommand implements Callable<Integer> {
  private static final String MISSING = "NO_STATEMENT_EXIST";
  private static final List<String> ENCRYPTED =
      List.of("v3/bill/sub-merchant-fundflowbill", "v3/ecommerce/bill/fundflowbill");
  private static final int WIDTH = 80;

  private final Terminal terminal;
  private final ClientSource source;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConfigOptions config = new ConfigOptions();

  @Parameters(paramLabel = "DAY|FROM..TO|FILE", descriptionKey = "bill.subject")
  private List<String> subjects = new ArrayList<>();

  @Option(names = "--type", paramLabel = "TYPE", descriptionKey = "bill.type")
  private String type = "tradebill";

  @Option(names = "--bill-type", paramLabel = "TYPE", descriptionKey = "bill.billType")
  private @Nullable String billType;

  @Option(names = "--account-type", paramLabel = "TYPE", descriptionKey = "bill.accountType")
  private @Nullable String accountType;

  @Option(names = "--sub-mchid", paramLabel = "MCHID", descriptionKey = "bill.subMchid")
  private @Nullable String subMchid;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FOLDER",
      descriptionKey = "bill.output")
  private @Nullable Path output;

  @Option(names = "--csv", paramLabel = "FILE", descriptionKey = "bill.csv")
  private @Nullable String csv;

  @Option(names = "--json", paramLabel = "FILE", descriptionKey = "bill.json")
  private @Nullable String json;

  private final BillReport report = new BillReport();
  private boolean failed;

  BillCommand(Terminal terminal, ClientSource source) {
    this.terminal = terminal;
    this.source = source;
  }

  @Override
  public Integer call() throws IOException {
    List<LocalDate> days = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    split(days, files);
    if (output != null && !Files.isDirectory(output)) {
      throw new IllegalArgumentException(
          "`-o` must be an existing folder; got '" + output + "'. Create it first.");
    }
    List<BillExport> exports = new ArrayList<>();
    try {
      if (csv != null) {
        exports.add(BillExport.csv(csv, terminal.out()));
      }
      if (json != null) {
        exports.add(BillExport.json(json, terminal.out()));
      }
      for (Path file : files) {
        read(Bill.of(file), file.toString(), exports);
      }
      if (!days.isEmpty()) {
        try (Wxpay wxpay = source.create(config.require(terminal))) {
          for (LocalDate day : days) {
            download(wxpay, day, exports);
          }
        }
      }
      for (BillExport export : exports) {
        export.finish();
      }
    } finally {
      for (BillExport export : exports) {
        export.close();
      }
    }
    report
        .lines(
            width(),
            title -> terminal.styled(Style.TITLE, title),
            bar -> terminal.styled(Style.NAME, bar))
        .forEach(results()::println);
    return failed ? Failure.FAILED : Failure.SUCCESS;
  }

  private void split(List<LocalDate> days, List<Path> files) {
    for (String subject : subjects) {
      Optional<List<LocalDate>> found = BillDays.of(subject);
      if (found.isPresent()) {
        days.addAll(found.get());
      } else if (Files.isRegularFile(Path.of(subject))) {
        files.add(Path.of(subject));
      } else {
        throw new IllegalArgumentException(
            "'"
                + subject
                + "' is neither a file nor a day. Write days as 2026-01-31 or"
                + " 2026-01-01..2026-01-31.");
      }
    }
    if (subjects.isEmpty()) {
      throw new IllegalArgumentException(
          "No bill. Pass a day, such as `wxpay bill 2026-01-31`, or the file of a bill.");
    }
    if ("-".equals(csv) && "-".equals(json)) {
      throw new IllegalArgumentException(
          "`--csv -` and `--json -` both write the standard output. Pass a file for one.");
    }
  }

  /** Returns the stream of the report, which is not that of the rows. */
  private PrintStream results() {
    return "-".equals(csv) || "-".equals(json) ? terminal.err() : terminal.out();
  }

  /** Returns the width of the terminal; asking for it starts a process, so only if there is one. */
  private int width() {
    if (!terminal.isInteractive()) {
      return WIDTH;
    }
    String columns = System.getenv().getOrDefault("COLUMNS", "");
    if (columns.matches("[1-9][0-9]{0,3}")) {
      return Integer.parseInt(columns);
    }
    return spec.usageMessage().width();
  }

  private String path() {
    String path = type.contains("/") ? type : "v3/bill/" + type;
    return path.startsWith("v3/") || path.startsWith("/v3/") ? path : "v3/" + path;
  }

  private Options options(LocalDate day) {
    Options options = Options.none().query("bill_date", day.toString());
    if (billType != null) {
      options = options.query("bill_type", billType);
    }
    if (accountType != null) {
      options = options.query("account_type", accountType);
    }
    if (subMchid != null) {
      options = options.query("sub_mchid", subMchid);
    }
    return ENCRYPTED.contains(path())
        ? options.query("algorithm", "AEAD_AES_256_GCM")
        : options.query("tar_type", "GZIP");
  }

  private void download(Wxpay wxpay, LocalDate day, List<BillExport> exports) throws IOException {
    ProgressLine progress = new ProgressLine(terminal.err(), day.toString(), System::nanoTime);
    List<Bill> bills = new ArrayList<>();
    try {
      bills.addAll(bills(wxpay.chain(path()), day, progress));
      progress.end();
      int number = 1;
      for (Bill bill : bills) {
        String part = bills.size() == 1 ? "" : ", " + number++ + " of " + bills.size();
        read(bill, day + " " + type + part, exports);
      }
      if (bills.isEmpty()) {
        results().println(day + " " + type + ": no bill");
      }
    } catch (StatusException e) {
      progress.end();
      if (!MISSING.equals(e.code())) {
        throw e;
      }
      results().println(day + " " + type + ": no bill (" + MISSING + ")");
    } finally {
      progress.end();
      bills.forEach(Bill::close);
    }
  }

  private List<Bill> bills(Chain chain, LocalDate day, ProgressLine progress) {
    Options shown = terminal.isInteractive() ? Options.none().progress(progress) : Options.none();
    Options options = options(day);
    Path folder = output;
    if (folder == null) {
      return chain.bills(terminal.isInteractive() ? options.progress(progress) : options);
    }
    Response response = chain.get(options);
    List<Bill> bills = new ArrayList<>();
    boolean several = response.data().path("download_bill_list").isArray();
    int count = several ? response.data().path("download_bill_list").size() : 1;
    for (int i = 0; i < count; i++) {
      Path file = folder.resolve(name(day, count == 1 ? "" : "-" + (i + 1)));
      response.download(several ? "/download_bill_list/" + i : "", file, shown);
      terminal.err().println("Saved to: " + terminal.styled(Style.GOOD, file.toString()));
      bills.add(Bill.of(file));
    }
    return bills;
  }

  private String name(LocalDate day, String part) {
    String kind = type.replaceFirst(".*/", "");
    for (String option : new String[] {billType, accountType, subMchid}) {
      kind += option == null ? "" : "-" + option;
    }
    return kind.replaceAll("[^A-Za-z0-9_-]", "_") + "-" + day + part + ".csv";
  }

  /** Checks a bill, and adds and exports its rows; a bill that is damaged is only reported. */
  private void read(Bill bill, String name, List<BillExport> exports) throws IOException {
    try {
      long rows = bill.check();
      results()
          .println(name + ": " + rows + (rows == 1 ? " row" : " rows") + ", the summary agrees");
    } catch (MalformedException e) {
      failed = true;
      results().println(terminal.styled(Style.BAD, name + ": ") + Failure.text(e));
      return;
    }
    List<String> names = bill.names();
    for (BillExport export : exports) {
      export.begin(names);
    }
    Consumer<BillRow> totals = report.rowsOf(names);
    bill.<IOException>forEach(
        row -> {
          totals.accept(row);
          for (BillExport export : exports) {
            export.write(row);
          }
        });
  }
}
