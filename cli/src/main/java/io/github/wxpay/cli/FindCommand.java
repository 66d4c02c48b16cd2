package io.github.wxpay.cli;

import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.cli.search.Endpoints;
import io.github.wxpay.cli.terminal.Failure;
import io.github.wxpay.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Searches the catalogue; fails if nothing is found. */
@Command(name = "find")
final class FindCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "WORD", arity = "1..*", descriptionKey = "word")
  private List<String> words = new ArrayList<>();

  FindCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String text = String.join(" ", words);
    List<Endpoint> found = Catalogue.load().find(text);
    if (found.isEmpty()) {
      terminal.err().println(Endpoints.lines(found, text, terminal));
      return Failure.FAILED;
    }
    terminal.out().println(Endpoints.lines(found, text, terminal));
    return Failure.SUCCESS;
  }
}
