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
 * threads: arguments and results are copies, and a change is applied completely or not at all.
 */
final class DocumentStore {
  private final String what;
  private final LedgerException.Kind unknown;
  private final Map<String, Document> byNumber = new BoundedMap<>();
  private final Map<String, Map<String, String>> byOther = new HashMap<>();

  /**
   * Creates an empty store.
   *
   * @param what the name of a document in messages
   * @param unknown the kind of the exception if a document does not exist
   * @param others fields with other numbers by which a document can be found
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
   * Creates a document, or returns the existing one in its current state for equal parameters.
   *
   * @param parameters all parameters of the request, to distinguish a repetition from another
   *     document
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
          LedgerException.Kind.DIFFERS, what + " " + number + " was created with other parameters");
    }
    return known.content.deepCopy();
  }

  /** Returns the document with a number. */
  synchronized ObjectNode get(String number) {
    return find(number).content.deepCopy();
  }

  /** Returns the document with another number, which is in the given field. */
  synchronized ObjectNode by(String other, String number) {
    return get(numberBy(other, number));
  }

  synchronized boolean has(String number) {
    return byNumber.containsKey(number);
  }

  /** Changes a document and returns the result; a step that throws changes nothing. */
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

  /** Returns the documents that match, oldest first. */
  synchronized List<ObjectNode> all(Predicate<ObjectNode> filter) {
    List<ObjectNode> found = new ArrayList<>();
    for (Document document : byNumber.values()) {
      if (filter.test(document.content)) {
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
      throw notFound(number);
    }
    return found;
  }

  private Document find(String number) {
    Document document = byNumber.get(number);
    if (document == null) {
      throw notFound(number);
    }
    return document;
  }

  private LedgerException notFound(String number) {
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
