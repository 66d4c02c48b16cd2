package io.github.wxpay.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.text.Scalars;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Writes numbers by the rules of {@link Scalars}, in maps, objects, nodes and arrays, and refuses
 * texts that cannot be encoded. Errors name the place as a JSON pointer.
 */
final class WireGenerator extends JsonGeneratorDelegate {
  /**
   * The maximum depth; without it databind overflows the stack with Jackson up to 2.15, which has
   * no limit.
   */
  private static final int MAX_DEPTH = 1000;

  private int depth;

  WireGenerator(JsonGenerator out) {
    super(out, false); // false: nested objects are written by this generator too
  }

  @Override
  public void writeStartArray() throws IOException {
    deeper();
    super.writeStartArray();
  }

  @Override
  public void writeStartArray(int size) throws IOException {
    deeper();
    super.writeStartArray(size);
  }

  @Override
  public void writeStartArray(Object value) throws IOException {
    deeper();
    super.writeStartArray(value);
  }

  @Override
  public void writeStartArray(Object value, int size) throws IOException {
    deeper();
    super.writeStartArray(value, size);
  }

  @Override
  public void writeEndArray() throws IOException {
    super.writeEndArray();
    depth--;
  }

  @Override
  public void writeStartObject() throws IOException {
    deeper();
    super.writeStartObject();
  }

  @Override
  public void writeStartObject(Object value) throws IOException {
    deeper();
    super.writeStartObject(value);
  }

  @Override
  public void writeStartObject(Object value, int size) throws IOException {
    deeper();
    super.writeStartObject(value, size);
  }

  @Override
  public void writeEndObject() throws IOException {
    super.writeEndObject();
    depth--;
  }

  private void deeper() throws IOException {
    LimitedParser.limit("Document nesting depth", ++depth, MAX_DEPTH);
  }

  @Override
  public void writeNumber(double value) throws IOException {
    number(value);
  }

  @Override
  public void writeNumber(float value) throws IOException {
    number(value);
  }

  @Override
  public void writeNumber(BigDecimal value) throws IOException {
    number(value);
  }

  @Override
  public void writeNumber(BigInteger value) throws IOException {
    number(value);
  }

  @Override
  public void writeNumber(String encoded) throws IOException {
    BigDecimal value;
    try {
      value = new BigDecimal(encoded);
    } catch (NumberFormatException e) {
      throw refused("'" + Printable.of(encoded, 64) + "' instead of a number");
    }
    number(value);
  }

  @Override
  public void writeNumber(char[] encoded, int offset, int length) throws IOException {
    writeNumber(new String(encoded, offset, length));
  }

  @Override
  public void writeArray(double[] array, int offset, int length) throws IOException {
    writeStartArray(array, length);
    for (int i = offset; i < offset + length; i++) {
      writeNumber(array[i]);
    }
    writeEndArray();
  }

  @Override
  public void writeString(String text) throws IOException {
    checkText(text);
    super.writeString(text);
  }

  @Override
  public void writeString(char[] text, int offset, int length) throws IOException {
    checkText(new String(text, offset, length));
    super.writeString(text, offset, length);
  }

  @Override
  public void writeFieldName(String name) throws IOException {
    if (Scalars.hasUnpairedSurrogate(name)) {
      String parent = pointer(getOutputContext(), false);
      throw new Unwritable(
          "the name "
              + parent
              + escaped(name)
              + " contains an unpaired surrogate; do not cut a text within a character");
    }
    super.writeFieldName(name);
  }

  /** Returns the exception for the next value. */
  Unwritable refused(String problem) {
    return refused(this, problem);
  }

  /** Returns the exception for the next value of a generator. */
  static Unwritable refused(JsonGenerator out, String problem) {
    String pointer = pointer(out.getOutputContext(), true);
    return new Unwritable(
        (pointer.isEmpty() ? "it" : pointer)
            + " is "
            + problem
            + "; pass a text, a number, a time, a List, a Map or an object with getters");
  }

  /** Returns a part of a JSON pointer (RFC 6901), safe for messages. */
  static String escaped(Object part) {
    return "/" + Printable.of(part.toString(), 64).replace("~", "~0").replace("/", "~1");
  }

  private void number(Number value) throws IOException {
    String problem = Scalars.problem(value);
    if (!problem.isEmpty()) {
      throw refused(problem);
    }
    BigDecimal number = Scalars.number(value);
    if (number.scale() > 0) {
      super.writeNumber(number);
    } else if (number.precision() <= 18) {
      super.writeNumber(number.longValue());
    } else {
      super.writeNumber(number.toBigInteger());
    }
  }

  private void checkText(String text) throws IOException {
    if (text != null && Scalars.hasUnpairedSurrogate(text)) {
      String pointer = pointer(getOutputContext(), true);
      throw new Unwritable(
          (pointer.isEmpty() ? "it" : pointer)
              + " contains an unpaired surrogate; do not cut a text within a character");
    }
  }

  /**
   * Returns the pointer to the container that is being written, or to its next value. Jackson's
   * method does not return the index of that value.
   */
  private static String pointer(JsonStreamContext context, boolean next) {
    String pointer = "";
    boolean innermost = true;
    for (JsonStreamContext c = context; !c.inRoot(); c = c.getParent()) {
      if (!innermost || next) {
        Object part =
            c.inObject()
                ? String.valueOf(c.getCurrentName())
                : innermost ? c.getEntryCount() : c.getCurrentIndex();
        pointer = escaped(part) + pointer;
      }
      innermost = false;
    }
    return pointer;
  }

  /**
   * Thrown for a value that cannot be sent; an {@link IOException}, which Jackson does not wrap.
   */
  static final class Unwritable extends IOException {
    private static final long serialVersionUID = 1L;

    Unwritable(String message) {
      super(message);
    }
  }
}
