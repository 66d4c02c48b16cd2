package io.github.wxpay.endpoints.generator;

import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.catalogue.NotificationType;
import io.github.wxpay.endpoints.generator.Shapes.Shape;
import io.github.wxpay.endpoints.generator.Shapes.Use;
import java.util.List;

/** Writes the classes of bodies, queries and views. */
final class TypeWriter {
  private TypeWriter() {}

  /** Writes the type of a body, a query or the meta part of an upload. */
  static JavaFile body(String room, String type, String what, List<Member> members) {
    JavaFile file = new JavaFile(room, type);
    file.doc(what);
    file.open("public final class ", type, " extends Body<", type, ">");
    file.open(type, "()").close();
    new FieldsWriter(file, type).setters(members);
    return file.close();
  }

  /** Writes the view of a response. */
  static JavaFile response(String room, String type, Endpoint endpoint, List<Member> members) {
    JavaFile file = new JavaFile(room, type);
    file.doc("The response of {@code " + endpoint.method() + " " + endpoint.path() + "}.");
    file.open("public final class ", type, " extends ResponseView");
    file.open(type, "(Response response)");
    file.line("super(response);");
    file.close();
    new FieldsWriter(file, type).accessors(members);
    link(file, members);
    return file.close();
  }

  /** Writes the view of a notification. */
  static JavaFile event(String type, NotificationType kind, List<Member> members) {
    JavaFile file = new JavaFile("events", type);
    file.doc("The notification {@code " + kind.name() + "} " + JavaFile.html(kind.title()) + ".");
    file.open("public final class ", type, " extends EventView");
    file.doc("Creates the view of a notification of this kind; {@code Events.of} finds the kind.");
    file.open("public ", type, "(Notification notification)");
    file.line("super(notification);");
    file.close();
    new FieldsWriter(file, type).accessors(members);
    return file.close();
  }

  /** Writes a type of nested objects. */
  static JavaFile nested(Shape shape) {
    if (shape.use == Use.BODY) {
      return body(shape.room, shape.type, "Fields of a nested object.", shape.members);
    }
    JavaFile file = new JavaFile(shape.room, shape.type);
    file.doc("A nested object.");
    file.open("public final class ", shape.type, " extends View");
    file.open(shape.type, "(Place place)");
    file.line("super(place);");
    file.close();
    new FieldsWriter(file, shape.type).accessors(shape.members);
    link(file, shape.members);
    file.line("@Override");
    file.open("protected View at(Place other)");
    file.line("return new ", shape.type, "(other);");
    file.close();
    return file.close();
  }

  /** Writes the downloads of an object that has the link of a file. */
  private static void link(JavaFile file, List<Member> members) {
    if (members.stream().noneMatch(member -> member.field().name().equals("download_url"))) {
      return;
    }
    for (boolean async : new boolean[] {false, true}) {
      String end = async ? "Async" : "";
      String returned = async ? "CompletableFuture<Response>" : "Response";
      String suffix = async ? ", without waiting." : ".";
      file.doc("Downloads the file of {@code download_url} and verifies its digest" + suffix);
      file.open("public ", returned, " download", end, "(Path target)");
      file.line("return file", end, "(target, Options.none());");
      file.close();
      file.doc("Downloads the file with options" + suffix);
      file.open("public ", returned, " download", end, "(Path target, Options options)");
      file.line("return file", end, "(target, options);");
      file.close();
    }
  }
}
