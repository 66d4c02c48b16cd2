package io.github.wxpay.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, which prints its port and ends with its standard input. */
final class Application implements AutoCloseable {
  private static final long SECONDS = 60;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final Process process;
  private final Thread reader;

  private Application(Process process) {
    this.process = process;
    this.reader = new Thread(this::read, "output of the application");
    reader.start();
  }

  /** Starts a program in a folder, and returns when it has printed its port. */
  static Application start(Path folder, List<String> arguments) throws Exception {
    Process process =
        new ProcessBuilder(JavaProgram.command(JavaProgram.home(), arguments))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    Application application = new Application(process);
    try {
      assertThat(application.port.get(SECONDS, TimeUnit.SECONDS)).isPositive();
      return application;
    } catch (Exception | AssertionError e) {
      application.close();
      throw new AssertionError("not started:\n" + application, e);
    }
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port.join() + path);
  }

  /** Returns the body of a response 200 to a GET. */
  String get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(SECONDS)).build();
    HttpResponse<String> response =
        http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    assertThat(response.statusCode()).as(response.body() + "\n" + this).isEqualTo(200);
    return response.body();
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      reader.join(TimeUnit.SECONDS.toMillis(10));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }

  private void read() {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        if (line.startsWith("port: ")) {
          port.complete(Integer.parseInt(line.substring(6)));
        }
      }
    } catch (IOException e) {
      lines.add(e.toString());
    } finally {
      port.completeExceptionally(new IOException("the program has ended"));
    }
  }
}
