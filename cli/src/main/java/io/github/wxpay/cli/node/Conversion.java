package io.github.wxpay.cli.node;

import java.util.List;

/** The Java of a program, with what remains to be done by hand. */
public final class Conversion {
  private final String className;
  private final String java;
  private final List<Remaining> remaining;

  Conversion(String className, String java, List<Remaining> remaining) {
    this.className = className;
    this.java = java;
    this.remaining = List.copyOf(remaining);
  }

  /** Returns the name of the class; empty if the source is statements alone. */
  public String className() {
    return className;
  }

  /** Returns the source in Java. */
  public String java() {
    return java;
  }

  /** Returns what remains, and the notes, in the order of their lines. */
  public List<Remaining> remaining() {
    return remaining;
  }

  /** Returns whether nothing remains to be done by hand. */
  public boolean isComplete() {
    return remaining.stream().allMatch(Remaining::isNote);
  }
}
