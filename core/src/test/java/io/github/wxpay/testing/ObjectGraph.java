package io.github.wxpay.testing;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Walks all objects that a serializer that reads fields would meet: every field that is neither
 * static nor transient, private and synthetic ones too (an outer {@code this}, the captured
 * arguments of a lambda), the elements of arrays and of the JDK's collections, and the tasks that
 * an executor keeps. The fields of the JDK's own classes are walked where Java allows it (Java 11).
 */
public final class ObjectGraph {
  private final IdentityHashMap<Object, String> paths = new IdentityHashMap<>();
  private final Deque<Object> open = new ArrayDeque<>();
  private final Set<String> types = new TreeSet<>();

  private ObjectGraph() {}

  /** Walks from an object. */
  public static ObjectGraph of(Object root) {
    ObjectGraph graph = new ObjectGraph();
    graph.add(root.getClass().getSimpleName(), root);
    while (!graph.open.isEmpty()) {
      graph.visit(graph.open.pop());
    }
    return graph;
  }

  /** Returns every object that was met, with one path of fields that leads to it. */
  public Map<Object, String> paths() {
    return Collections.unmodifiableMap(paths);
  }

  /** Returns the simple names of the classes that were met; a lambda's is that of its class. */
  public Set<String> types() {
    return types;
  }

  private void visit(Object object) {
    String path = paths.get(object);
    Class<?> type = object.getClass();
    types.add(type.getSimpleName().replaceFirst("\\$\\$Lambda.*", "\\$Lambda"));
    if (type.isArray()) {
      for (int i = 0; !type.getComponentType().isPrimitive() && i < Array.getLength(object); i++) {
        add(path + "[" + i + "]", Array.get(object, i));
      }
      return;
    }
    contents(object).forEach((name, value) -> add(path + name, value));
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        int modifiers = field.getModifiers();
        boolean skipped = Modifier.isStatic(modifiers) || Modifier.isTransient(modifiers);
        if (!skipped && !field.getType().isPrimitive()) {
          add(path + "." + field.getName(), value(field, object));
        }
      }
    }
  }

  /** Returns the objects that a JDK object refers to, by its public methods. */
  private static Map<String, Object> contents(Object object) {
    Map<String, Object> out = new LinkedHashMap<>();
    if (object instanceof Map) {
      ((Map<?, ?>) object)
          .forEach(
              (key, value) -> {
                out.put("{key " + out.size() + "}", key);
                out.put("{value " + out.size() + "}", value);
              });
    } else if (object instanceof Collection) {
      for (Object element : ((Collection<?>) object).toArray()) {
        out.put("[" + out.size() + "]", element);
      }
    } else if (object instanceof Optional) {
      out.put(".get()", ((Optional<?>) object).orElse(null));
    } else if (object instanceof AtomicReference) {
      out.put(".get()", ((AtomicReference<?>) object).get());
    } else if (object instanceof Reference && !(object instanceof PhantomReference)) {
      out.put(".get()", ((Reference<?>) object).get());
    } else if (object instanceof CompletableFuture) {
      CompletableFuture<?> future = (CompletableFuture<?>) object;
      boolean failed = future.isCompletedExceptionally();
      out.put(".join()", future.isDone() && !failed ? future.join() : null);
    } else if (object instanceof ThreadPoolExecutor) {
      out.put(".getQueue()", ((ThreadPoolExecutor) object).getQueue());
      out.put(".getThreadFactory()", ((ThreadPoolExecutor) object).getThreadFactory());
    } else if (object instanceof HttpClient) {
      out.put(".sslContext()", ((HttpClient) object).sslContext());
      out.put(".executor()", ((HttpClient) object).executor());
    } else if (Proxy.isProxyClass(object.getClass())) {
      out.put(".handler", Proxy.getInvocationHandler(object));
    }
    return out;
  }

  /** Returns the value of a field; {@code null} where Java does not let it be read. */
  private static Object value(Field field, Object object) {
    try {
      field.setAccessible(true);
      return field.get(object);
    } catch (IllegalAccessException | RuntimeException e) { // InaccessibleObjectException
      if (!field.getDeclaringClass().getName().matches("(java|javax|jdk|sun|com\\.sun)\\..*")) {
        throw new AssertionError("The field " + field + " was not walked", e);
      }
      return null;
    }
  }

  /**
   * Skips classes and threads, which refer to the entire program, and paths, which contain
   * themselves.
   */
  private void add(String path, Object object) {
    boolean skipped =
        object == null
            || object instanceof Class
            || object instanceof ClassLoader
            || object instanceof Module
            || object instanceof Thread
            || object instanceof ThreadGroup
            || object instanceof Path;
    if (!skipped && paths.putIfAbsent(object, path) == null) {
      open.add(object);
    }
  }
}
