package io.github.wxpay.cli.shell;

import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Endpoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/** What Tab offers: paths inside the text of a chain, commands, and what JShell knows. */
final class Completion {
  private static final Pattern CHAIN =
      Pattern.compile(".*?(?:\\bv(?<version>[23])\\(\\)\\s*)?[.]?\\b(?:chain|describe|example)\\(\"(?<path>[^\"]*)", Pattern.DOTALL);
  private static final Set<String> OF_OBJECT =
      Set.of("equals(", "getClass()", "hashCode()", "notify()", "notifyAll()", "wait(");

  private static final int MOST = 12;

  private final Session session;
  private final Commands commands;

  Completion(Session session, Commands commands) {
    this.session = session;
    this.commands = commands;
  }

  /** The texts that may stand in place of that after {@code anchor}. Immutable. */
  static final class Offer {
    final int anchor;
    final List<String> texts;

    Offer(int anchor, Collection<String> texts) {
      this.anchor = anchor;
      this.texts = List.copyOf(texts);
    }
  }

  /** Returns what can follow the text before the cursor. */
  Offer at(String before) {
    if (before.startsWith("/") && !before.contains(" ")) {
      Set<String> names = new LinkedHashSet<>(commands.names());
      names.removeIf(name -> !name.startsWith(before));
      return new Offer(0, names);
    }
    int literal = openLiteral(before);
    if (literal >= 0) {
      return paths(before, literal);
    }
    int[] anchor = new int[1];
    Set<String> first = new LinkedHashSet<>();
    Set<String> others = new LinkedHashSet<>();
    Set<String> ofObject = new LinkedHashSet<>();
    for (Suggestion suggestion :
        session.analysis().completionSuggestions(before, before.length(), anchor)) {
      String text = suggestion.continuation();
      (OF_OBJECT.contains(text) ? ofObject : suggestion.matchesType() ? first : others).add(text);
    }
    others.removeAll(first);
    first.addAll(others);
    // JShell offers the methods of Object after any dot; they help where nothing else does.
    return new Offer(anchor[0], first.isEmpty() ? ofObject : first);
  }

  /** Returns the signatures of the method whose arguments are being typed; empty outside one. */
  List<String> signatures(String before) {
    return session.analysis().documentation(before, before.length(), false).stream()
        .map(Documentation::signature)
        .distinct()
        .limit(MOST)
        .collect(Collectors.toList());
  }

  /** Returns the index after the quote of a string that is not closed, or -1. */
  private static int openLiteral(String before) {
    int open = -1;
    for (int i = 0; i < before.length(); i++) {
      char c = before.charAt(i);
      if (c == '\\' && open >= 0) {
        i++;
      } else if (c == '"') {
        open = open < 0 ? i + 1 : -1;
      }
    }
    return open;
  }

  /** Returns the documented paths that begin with the text in a string, to their next slash. */
  private static Offer paths(String before, int from) {
    Matcher chain = CHAIN.matcher(before);
    String typed = before.substring(from);
    if (!chain.matches() || !chain.group("path").equals(typed)) {
      return new Offer(before.length(), List.of());
    }
    String version = chain.group("version");
    String base = version == null ? "" : "v" + version + "/";
    String wanted = base + typed;
    Set<String> texts = new LinkedHashSet<>();
    for (Endpoint endpoint : Catalogue.load().endpoints()) {
      String path = (endpoint.version() == 2 ? "v2/" : "") + endpoint.path();
      if (path.startsWith(wanted)) {
        int slash = path.indexOf('/', wanted.length());
        texts.add(path.substring(base.length(), slash < 0 ? path.length() : slash + 1));
      }
    }
    return new Offer(from, new ArrayList<>(texts));
  }
}
