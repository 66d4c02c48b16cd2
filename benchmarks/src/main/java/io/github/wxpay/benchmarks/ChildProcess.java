package io.github.wxpay.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A stub or a client in another process: it prints a line for each line that it reads. Used by one
 * thread.
 */
final class ChildProcess implements AutoCloseable {
  private final String name;
  private final String mark;
  private final Process process;
  private final BufferedReader out;
  private final Writer in;

  /**
   * Starts a process.
   *
   * @param mark the start of the lines to read; other lines are ignored
   */
  ChildProcess(String name, String mark, List<String> command) throws IOException {
    this.name = name;
    this.mark = mark;
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
  }

  long pid() {
    return process.pid();
  }

  /** Sends a line and returns the line that the process prints for it. */
  String ask(String line) throws IOException {
    in.write(line + "\n");
    in.flush();
    return nextLine();
  }

  /** Closes the input of the process, which ends it, and waits for its end. */
  @Override
  public void close() throws IOException {
    in.close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the next line of the process, without its mark. */
  String nextLine() throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(mark)) {
        return line.substring(mark.length());
      }
    }
    throw new IOException("The process of " + name + " ended; its messages are above.");
  }
}
