package io.github.wxpay.cli.node;

/** The kind of a value as far as the program shows it, with its type in Java. */
enum Kind {
  ANY("Object"),
  TEXT("String"),
  WHOLE("long"),
  DECIMAL("BigDecimal"),
  FLAG("boolean"),
  MAP("Map<String, Object>"),
  LIST("List<Object>"),
  BYTES("byte[]"),
  RESPONSE("Response"),
  /** A response whose data are bytes, because {@code responseType} says so. */
  FILE_RESPONSE("Response"),
  JSON("JsonNode"),
  HEADERS("Headers"),
  CHAIN("Chain"),
  CLIENT("Wxpay"),
  FORM("Multipart"),
  PRIVATE_KEY("PrivateKey"),
  PUBLIC_KEY("PublicKey"),
  FILE("Path"),
  TIME("Instant"),
  FAILURE("Exception"),
  STATUS_FAILURE("StatusException"),
  RESULT_FAILURE("ResultException"),
  /** The {@code response} of a failure. */
  FAILED_RESPONSE("Object"),
  NULL("Object"),
  VOID("void"),
  /** A function of the program, which becomes a method. */
  FUNCTION(""),
  /** A class, a module or a part of one; not a value in Java. */
  MODULE("");

  private final String type;

  Kind(String type) {
    this.type = type;
  }

  /** Returns the type of a variable of this kind. */
  String type() {
    return type;
  }

  boolean isValue() {
    return !type.isEmpty() && this != VOID && this != FAILED_RESPONSE;
  }

  boolean isPrimitive() {
    return this == WHOLE || this == FLAG;
  }

  boolean isNumber() {
    return this == WHOLE || this == DECIMAL;
  }

  boolean isResponse() {
    return this == RESPONSE || this == FILE_RESPONSE;
  }

  boolean isFailure() {
    return this == FAILURE || this == STATUS_FAILURE || this == RESULT_FAILURE;
  }

  /** Returns the kind of a variable that has values of both kinds. */
  Kind joined(Kind other) {
    if (this == other || (other == NULL && isValue() && !isPrimitive())) {
      return this;
    }
    if (this == NULL && other.isValue() && !other.isPrimitive()) {
      return other;
    }
    if (isNumber() && other.isNumber()) {
      return DECIMAL;
    }
    boolean texts = (this == TEXT && other == JSON) || (this == JSON && other == TEXT);
    return texts ? TEXT : ANY;
  }
}
