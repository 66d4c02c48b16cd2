package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.ledger.BoundedMap;
import io.github.wxpay.sandbox.ledger.LedgerException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The documents of one kind, by their numbers; the last 100,000 are kept. Safe for use by many
 * threads: what goes in and comes out are copies, a change happens as a whole or not at all.
 */
final class DocumentStore {
  private final String what;
  private final LedgerException.Kind unknown;
  private final Map<String, Document> byNumber = new BoundedMap<>();
  private final Map<String, Map<String, String>> byOther = new HashMap<>();

  /**
   * Makes an empty store.
   *
   * @param what one of them in words, for messages
   * @param unknown what it means that there is none
   * @param others fields that hold other numbers by which a document is found
   */
  DocumentStore(String what, LedgerException.Kind unknown, String... others) {
    this.what = what;
    this.unknown = unknown;
    for (String other : others) {
      byOther.put(other, new BoundedMap<>());
    }
  }

  DocumentStore(String what, String... others) {
    this(what, LedgerException.Kind.UNKNOWN, others);
  }

  /**
   * Opens a document; the same again gives the one there is, as it is now.
   *
   * @param parameters all that was asked, to tell a repetition from another document
   */
  synchronized ObjectNode open(String number, Object parameters, Supplier<ObjectNode> fresh) {
    Document known = byNumber.get(number);
    if (known == null) {
      ObjectNode made = fresh.get();
      byNumber.put(number, new Document(parameters, made.deepCopy()));
      byOther.forEach((name, numbers) -> numbers.put(made.path(name).asText(), number));
      return made;
    }
    if (!known.parameters.equals(parameters)) {
      throw new LedgerException(
          LedgerException.Kind.DIFFERS, what + " " + number + " was made with other parameters");
    }
    return known.content.deepCopy();
  }

  /** Returns the document of that number. */
  synchronized ObjectNode get(String number) {
    return find(number).content.deepCopy();
  }

  /** Returns the document that has that number in that field. */
  synchronized ObjectNode by(String other, String number) {
    return get(numberBy(other, number));
  }

  synchronized boolean has(String number) {
    return byNumber.containsKey(number);
  }

  /** Changes a document, unless the step throws, and returns what became of it. */
  synchronized ObjectNode change(String number, Consumer<ObjectNode> step) {
    Document known = find(number);
    ObjectNode changed = known.content.deepCopy();
    step.accept(changed);
    byNumber.put(number, new Document(known.parameters, changed));
    return changed.deepCopy();
  }

  synchronized ObjectNode changeBy(String other, String number, Consumer<ObjectNode> step) {
    return change(numberBy(other, number), step);
  }

  /** Returns the documents that fit, oldest first. */
  synchronized List<ObjectNode> all(Predicate<ObjectNode> wanted) {
    List<ObjectNode> found = new ArrayList<>();
    for (Document document : byNumber.values()) {
      if (wanted.test(document.content)) {
        found.add(document.content.deepCopy());
      }
    }
    return found;
  }

  synchronized void remove(String number) {
    find(number);
    byNumber.remove(number);
  }

  private String numberBy(String other, String number) {
    String found = byOther.getOrDefault(other, Map.of()).get(number);
    if (found == null) {
      throw none(number);
    }
    return found;
  }

  private Document find(String number) {
    Document document = byNumber.get(number);
    if (document == null) {
      throw none(number);
    }
    return document;
  }

  private LedgerException none(String number) {
    return new LedgerException(unknown, "there is no " + what + " " + number);
  }

  private static final class Document {
    private final Object parameters;
    private final ObjectNode content;

    Document(Object parameters, ObjectNode content) {
      this.parameters = parameters;
      this.content = content;
    }
  }
}
